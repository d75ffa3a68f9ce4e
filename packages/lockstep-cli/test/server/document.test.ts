import { expect, test } from 'vitest';
import { read } from '../../../../scripts/docs/documents.mjs';
import { ERRORS } from '../../src/server/error-table.js';
import { completions } from '../../src/server/endpoints/completions.js';
import { chatCompletions } from '../../src/server/endpoints/chat-completions.js';
import { createServer } from '../../src/server/index.js';
import { instantEngine } from './running-server.js';

const page = await read('docs/server.md');
const cells = [...page.matchAll(/^\| (.*) \|$/gm)].map(([, row]) =>
  row!.split('|').map((cell) => cell.trim()),
);

test('its table of errors is that of the server', () => {
  const rows = cells.filter(([status]) => /^\d{3}$/.test(status!));
  expect(rows.map(([status, code, reason]) => [Number(status), unquoted(code!), unquoted(reason!)])).toEqual(
    Object.entries(ERRORS).map(([reason, { status, code }]) => [status, code ?? '–', reason]),
  );
});

test('its metrics are those of the server', async () => {
  const { app } = createServer({ engine: instantEngine() });
  const { body } = await app.inject('/metrics');
  const served = [...body.matchAll(/^# TYPE (lockstep_\S+) (\w+)$/gm)].map(([, name, kind]) => [name, kind]);
  const told = cells
    .filter(([name]) => name!.startsWith('`lockstep_'))
    .map(([name, kind]) => [unquoted(name!), kind]);
  expect(told.sort()).toEqual(served.sort());
});

test('its parameters are those that the endpoints read', () => {
  const [, section] = /^## Parameters$([\s\S]*?)^## /m.exec(page)!;
  const told = [...section!.matchAll(/^\| (.*?) \|/gm)].flatMap(([, names]) =>
    [...names!.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  for (const name of [...completions.known, ...chatCompletions.known]) expect(told).toContain(name);
});

function unquoted(cell: string): string {
  return cell.replaceAll('`', '');
}
