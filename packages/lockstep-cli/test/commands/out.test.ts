import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownFolder } from '../support/folder.js';
import { lockstep, words } from '../support/lockstep.js';

test.concurrent('--out writes the report and its charts, and says where', async (context) => {
  const cwd = await ownFolder(context);
  const line = 'sweep --batch-size 1,4 --rate 1,3 --requests 60 --json --out report';
  const { code, stdout, stderr } = await lockstep(words(line), { cwd });
  expect([code, stderr]).toEqual([0, `Report: ${join('report', 'report.html')}\n`]);
  expect(() => JSON.parse(stdout)).not.toThrow();
  const html = await readFile(join(cwd, 'report', 'report.html'), 'utf8');
  expect(html).toContain('lockstep sweep --batch-size 1,4 --rate 1,3 --requests 60');
  expect(await readdir(join(cwd, 'report', 'charts'))).toEqual(
    expect.arrayContaining(['latency.png', 'latency.svg', 'trade-off.svg', 'heatmap.svg', 'timeline.svg']),
  );
});

test.concurrent('several scenario files make several sections of one report', async (context) => {
  const cwd = await ownFolder(context);
  await writeFile(join(cwd, 'calm.yaml'), 'requests: 30\nrate: 1\nbatchSize: [1, 2]');
  await writeFile(join(cwd, 'busy.yaml'), 'requests: 30\nrate: 5\nbatchSize: [1, 2]');
  const { code } = await lockstep(['sweep', 'calm.yaml', 'busy.yaml', '--out', 'report'], { cwd });
  expect(code).toBe(0);
  expect((await readdir(join(cwd, 'report', 'charts'))).sort()).toEqual(['busy', 'calm']);
});

test.concurrent('a folder that cannot be made is a failure that says why', async (context) => {
  const cwd = await ownFolder(context);
  await writeFile(join(cwd, 'file'), '');
  const { code, stderr } = await lockstep(words('simulate --requests 20 --out file/report'), { cwd });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: cannot write .*: part of the path is a file, not a folder\n$/);
});
