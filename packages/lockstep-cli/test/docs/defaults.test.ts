import { readFile } from 'node:fs/promises';
import { type Default, DEFAULTS } from 'lockstep/core';
import { formatWait, readScenario } from 'lockstep/scenario';
import { simulatedEngine } from 'lockstep/engine/simulated';
import { mock } from 'lockstep/cost';
import { expect, test } from 'vitest';
import { settingsOf } from '../../src/server/server-options.js';

const SERVER = new URL('../../../../docs/server.md', import.meta.url);

function shown(value: unknown): string {
  if (value === null) return 'must be given';
  if (value === Infinity) return 'none';
  return typeof value === 'object' ? formatWait(value as never) : String(value);
}

const table = Object.entries(DEFAULTS) as [string, Default<unknown>][];

test('docs/server.md has the table of defaults, with the reason of every difference', async () => {
  const lines = (await readFile(SERVER, 'utf8')).split('\n').map((line) => line.replace(/ +/g, ' '));
  for (const [name, { simulation, batcher, server, why }] of table) {
    const cells = [`\`${name}\``, shown(simulation), shown(batcher), shown(server), why ?? ''];
    expect(lines).toContain(`| ${cells.join(' | ')} |`.replace(/ +/g, ' '));
  }
});

test.each(table)('%s: where the three differ there is a reason, and else none', (_, each) => {
  const [first, ...others] = [each.simulation, each.batcher, each.server].map(shown);
  expect(others.every((other) => other === first)).toBe(each.why === null);
});

test('scenarios and servers take their defaults from the table', () => {
  expect(readScenario({})).toMatchObject({
    batchSize: DEFAULTS.maxBatchSize.simulation,
    wait: formatWait(DEFAULTS.wait.simulation),
    maxQueueSize: 'inf',
    release: DEFAULTS.release.simulation,
  });
  const { maxBatchSize, wait, maxQueueSize, release, requestTimeoutMs } = settingsOf({
    engine: simulatedEngine({ cost: mock() }),
  });
  expect({ maxBatchSize, wait, maxQueueSize, release, requestTimeoutMs }).toEqual(
    Object.fromEntries(table.map(([name, { server }]) => [name, server])),
  );
});
