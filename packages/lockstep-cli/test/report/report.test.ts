import { ArgumentError } from 'lockstep/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildReport, type Report, type ReportFile, type ReportSection } from '../../src/report/index.js';
import { sample } from '../charts/samples.js';

async function filesOf(report: Report): Promise<ReportFile[]> {
  const files: ReportFile[] = [];
  for await (const file of buildReport(report)) files.push(file);
  return files;
}

const pageOf = (files: readonly ReportFile[]) => String(files.at(-1)!.content);

/** The texts of a page without its markup and its pictures. */
function textOf(page: string): string {
  return page
    .replace(/<(style|script|svg)[^]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

const sweepSection = (title: string, { sweep, run }: ReturnType<typeof sample>): ReportSection => ({
  kind: 'sweep',
  title,
  scenario: [['cost', 'mock']],
  command: 'lockstep sweep --cost mock',
  notes: ['Three GPUs would carry it.'],
  result: sweep.result,
  timeline: { point: sweep.result.points.length - 1, log: run.log },
});

function simulationSection(title: string): ReportSection {
  const { log, point } = sample({ batchSizes: [4], requests: 200 }).run;
  return {
    kind: 'simulation',
    title,
    scenario: [],
    summary: point,
    log,
    configuration: point,
  };
}

describe('of a sweep', () => {
  let files: ReportFile[];
  beforeAll(async () => {
    const study = sample({
      batchSizes: [1, 2, 4, 8, 16],
      requests: 2000,
      slo: { e2eMs: 4000, attainment: 0.99 },
    });
    files = await filesOf({ title: 'The study', sections: [sweepSection('Poisson arrivals', study)] });
  });

  test('has each chart as SVG, light and dark, and PNG, and the page last', () => {
    const charts = [
      'trade-off',
      'latency',
      'throughput',
      'where-time-goes',
      'timeline',
      'timeline-by-slot',
      'distributions',
    ];
    expect(files.map(({ path }) => path)).toEqual([
      ...charts.flatMap((name) => [`charts/${name}.svg`, `charts/${name}-dark.svg`, `charts/${name}.png`]),
      'report.html',
    ]);
    for (const { path, content } of files) {
      if (path.endsWith('.svg')) expect(content).not.toContain('var(');
    }
    const [light, dark] = files.map(({ content }) => content);
    expect(light).toContain('#ffffff');
    expect(dark).toContain('#0f172a');
    expect(dark).not.toEqual(light);
  });

  test('flags in words what is unstable and what the wait rule limits', () => {
    const text = textOf(pageOf(files));
    expect(text).toContain(
      'Batch sizes 1, 2 with gap:100ms: requests arrive at least as fast as full batches can be served',
    );
    expect(text).toMatch(
      /Limited by the wait rule Batch size.* 16 with gap:100ms: no batch was full, so a larger batch size would change no batch and no latency\./,
    );
    expect(text.match(/unstable <?/g)!.length).toBeGreaterThanOrEqual(2);
    expect(text).toContain('Recommended Batch size 8 with gap:100ms');
    expect(text).toContain('Three GPUs would carry it.');
  });

  test('gives the five limitations', () => {
    const text = textOf(pageOf(files));
    for (const name of [
      'Head-of-line blocking',
      'Batch formation delay',
      'Wasted slots',
      'Fixed batch size',
      'No prioritization',
    ]) {
      expect(text).toContain(name);
    }
    expect(text).toContain('Only a sweep over at least two rates can tell.');
  });
});

test('of one simulation has its figures, distributions and timeline', async () => {
  const files = await filesOf({ title: 'One run', sections: [simulationSection('A run')] });
  expect(files.map(({ path }) => path).filter((path) => path.endsWith('.png'))).toEqual([
    'charts/timeline.png',
    'charts/timeline-by-slot.png',
    'charts/where-time-goes.png',
    'charts/distributions.png',
  ]);
  const text = textOf(pageOf(files));
  for (const word of [
    'Mean E2E latency',
    'Capacity',
    'Decode waste',
    'completed of 200',
    'Slowdown (×)',
    'TPOT',
  ]) {
    expect(text).toContain(word);
  }
});

test('several sections have folders and anchors of their own', async () => {
  const files = await filesOf({
    title: 'Two',
    sections: [simulationSection('30 requests'), simulationSection('30 requests!'), simulationSection('…')],
  });
  const folders = new Set(files.slice(0, -1).map(({ path }) => path.split('/')[1]));
  expect([...folders]).toEqual(['30-requests', '30-requests-2', 'section']);
  for (const folder of folders) expect(pageOf(files)).toContain(`<section id="${folder}">`);
});

test('refuses a report without sections', async () => {
  await expect(filesOf({ title: 'Nothing', sections: [] })).rejects.toThrow(
    new ArgumentError('report: expected at least one section, got none'),
  );
});

describe('the page', () => {
  const evil = '<script>alert("1")</script>&\'';
  let page: string;
  beforeAll(async () => {
    const section = { ...simulationSection(evil), command: evil, notes: [evil] };
    if (section.kind === 'simulation') section.configuration = { ...section.configuration, wait: evil };
    section.scenario = [[evil, evil]];
    page = pageOf(
      await filesOf({ title: evil, lead: evil, sections: [section, simulationSection('Other')] }),
    );
  });

  test('escapes every text', () => {
    expect(page).not.toContain('<script>alert');
    expect(page.match(/&lt;script&gt;/g)!.length).toBeGreaterThanOrEqual(8);
    expect(page.match(/<script>/g)).toHaveLength(1);
  });

  test('loads nothing from anywhere', () => {
    const namespaces = /xmlns(:xlink)?="http:\/\/www\.w3\.org\/[^"]+"/g;
    const links = page.replaceAll(namespaces, '').match(/https?:\/\/[^\s"'<>)]+/g) ?? [];
    expect(links).toEqual([]);
    expect(page).toContain('content="default-src &#39;none&#39;;');
    expect(page).not.toMatch(/<(link|img|iframe|object|embed)\b/);
    for (const [, address] of page.matchAll(/(?:href|src)="([^"]*)"/g)) expect(address).toMatch(/^#/);
    for (const [, address] of page.matchAll(/url\(([^)]{0,40})/g)) expect(address).toMatch(/^data:/);
  });

  test('follows the system’s theme, and a reader’s choice', () => {
    expect(page).toContain('@media (prefers-color-scheme:dark)');
    expect(page).toContain(':root[data-theme=dark]');
    expect(page).toContain('fill="var(--chart-own, ');
    expect(page).toContain('name="viewport"');
  });

  test('gives every picture a caption and its figures in words', () => {
    const figures = page.match(/<figure/g)!.length;
    expect(page.match(/<figcaption>/g)).toHaveLength(figures);
    expect(page.match(/<summary>In words<\/summary>/g)).toHaveLength(figures);
  });
});
