import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MAY_IMPORT } from '../../../../eslint.config.js';
import { ROOT } from '../../../../scripts/docs/commands.mjs';
import { read } from '../../../../scripts/docs/documents.mjs';

const page = await read('docs/architecture.md');
const LIBRARY = 'packages/lockstep/src';

test('its table says which room may import which, as lint has it', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` +\| ([\w, ]+?) +\|/gm)].map(([, room, rooms]) => [
    room,
    rooms === 'nothing' ? [] : rooms!.split(', '),
  ]);
  expect(Object.fromEntries(rows)).toEqual(MAY_IMPORT);
});

test('every folder of the library is a room of the table', async () => {
  expect((await readdir(join(ROOT, LIBRARY))).sort()).toEqual(Object.keys(MAY_IMPORT).sort());
});

test('every file and folder that it names exists', () => {
  const named = [...page.matchAll(/`([\w./-]+(?:\.ts|\.mjs|\.js|\/))`/g)].map(([, path]) => path!);
  expect(named.length).toBeGreaterThan(30);
  const roots = ['', LIBRARY, 'packages', 'packages/lockstep-cli/src', 'packages/lab/src'];
  // `commands/NAME.ts` stands for any file there.
  const missing = named
    .map((path) => path.replace(/NAME\.ts$/, ''))
    .filter((path) => !roots.some((root) => existsSync(join(ROOT, root, path))));
  expect(missing.filter((path) => path !== 'src/')).toEqual([]);
});

test('its two pictures differ in colors only', async () => {
  const drawing = async (palette: string) => {
    const svg = await read(`docs/images/architecture/rooms-${palette}.svg`);
    return svg.replaceAll(/#[0-9a-f]{6}/g, 'COLOR');
  };
  expect(await drawing('dark')).toBe(await drawing('light'));
});
