import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const LOAD = fileURLToPath(new URL('../../../../scripts/load.mjs', import.meta.url));

test('more clients than the queue holds, streams cut, prompts that break the engine, a drain amid it', () => {
  const { stdout, stderr } = spawnSync(process.execPath, [LOAD, '--seconds', '5'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toContain('All answered or refused with the right code, none lost, none twice.');
});
