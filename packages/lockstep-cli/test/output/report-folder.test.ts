import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { reportFolder } from '../../src/output/report-folder.js';
import { earlierFiles, removeStale } from '../../src/output/stale-files.js';
import { sha256 } from '../../src/report/file-list.js';
import type { ReportSection } from '../../src/report/index.js';
import { sample } from '../charts/samples.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-report-'));
});
afterEach(() => rm(folder, { recursive: true }));

function sweep(rates: readonly number[]): ReportSection {
  const { result } = sample({ batchSizes: [2, 4], rates, requests: 20 }).sweep;
  return { kind: 'sweep', title: 'A sweep', scenario: [], result };
}

const filesIn = async () =>
  (await readdir(folder, { recursive: true })).filter((name) => /\.\w+$/.test(name)).sort();

test('charts that an earlier report has left are removed', async () => {
  await reportFolder(folder, [sweep([1, 2])]);
  expect(await filesIn()).toContain('charts/heatmap.png');
  await reportFolder(folder, [sweep([1])]);
  const names = await filesIn();
  expect(names.filter((name) => name.includes('heatmap'))).toEqual([]);
  expect(names).toContain('charts/latency.svg');
  expect(await earlierFiles(folder)).toHaveLength(names.length - 1);
});

test('folders that become empty are removed, others and what was changed stay', async () => {
  const chart = async (path: string, content: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
    return { path, sha256: sha256(content) };
  };
  const earlier = [
    await chart('charts/one/a.svg', 'a'),
    await chart('charts/two/a.svg', 'a'),
    await chart('charts/two/b.svg', 'b'),
    { path: '../outside.svg', sha256: sha256('a') },
    { path: 'charts/gone/a.svg', sha256: sha256('a') },
    { path: 'charts', sha256: sha256('a') },
  ];
  await writeFile(join(folder, 'charts/two/b.svg'), 'changed by hand');
  await writeFile(join(folder, 'charts/mine.txt'), 'mine');
  const inner = join(folder, 'charts/../');
  await removeStale(inner, earlier, new Set());
  expect(await filesIn()).toEqual(['charts/mine.txt', 'charts/two/b.svg']);
  expect(await readdir(join(folder, 'charts'))).not.toContain('one');
});

test('what the new report has written is not removed', async () => {
  await writeFile(join(folder, 'a.svg'), 'a');
  await removeStale(folder, [{ path: 'a.svg', sha256: sha256('a') }], new Set(['a.svg']));
  expect(await filesIn()).toEqual(['a.svg']);
});

test('a page that names files outside its folder removes none of them', async () => {
  const outside = join(folder, 'outside.txt');
  await writeFile(outside, 'mine');
  await removeStale(join(folder, 'report'), [{ path: '../outside.txt', sha256: sha256('mine') }], new Set());
  expect(await readFile(outside, 'utf8')).toBe('mine');
});

test('a page of another kind names no files', async () => {
  expect(await earlierFiles(folder)).toEqual([]);
  await writeFile(join(folder, 'report.html'), '<p>mine</p>');
  expect(await earlierFiles(folder)).toEqual([]);
});
