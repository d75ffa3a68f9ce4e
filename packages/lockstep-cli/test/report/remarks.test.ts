import { readSweep, scenarioResolver, type WrittenScenario } from 'lockstep/scenario';
import { mergeSweep } from 'lockstep/simulation';
import { sweepRemarkInWords } from 'lockstep/words';
import { expect, test } from 'vitest';
import { simulateDocument } from '../../src/documents/json-document.js';
import { sweepDocument } from '../../src/documents/sweep-document.js';
import { keyFigures } from '../../src/report/key-figures.js';
import { groupFindings } from '../../src/report/group-findings.js';
import { runPoint } from '../../src/sweep/run-point.js';
import { runScreen } from '../../src/terminal/run-screen.js';
import type { Style } from '../../src/terminal/style.js';
import { sweepScreen } from '../../src/terminal/sweep-screen.js';

const plain = (text: string) => text;
const STYLE: Style = { bold: plain, dim: plain, red: plain, green: plain };
const flat = (text: string) => text.replace(/\s+/g, ' ');
/** The text of a page, its entities read back. */
const textOf = (page: string) =>
  flat(
    page
      .replace(/<[^>]*>/g, ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&#39;', "'"),
  );

/** Each has another thing that a reader must know. */
const RUNS: Record<string, WrittenScenario> = {
  unstable: { rate: 3, batchSize: '1,8' },
  lost: { rate: 6, batchSize: '4,8', maxQueueSize: 8 },
  expired: { rate: 6, batchSize: '4,8', requestTimeout: '2s' },
  peaks: { arrivals: 'mmpp:6/0.1:0.02/0.02', batchSize: '4,8' },
  extrapolated: { rate: 0.2, cost: 'table:llama-2-70b@a100x4', promptTokens: '700', batchSize: '8,16' },
  limited: { rate: 0.5, batchSize: '8,16', wait: 'none' },
  target: { rate: 1, batchSize: '8,16', slo: 'ttft=2s' },
};

function sweepOf(written: WrittenScenario) {
  const { scenario, axes, points: runs } = readSweep({ requests: 1500, ...written });
  const resolve = scenarioResolver(() => '');
  const points = runs.map((run) => runPoint(run, resolve(run.scenario)).point);
  const { notes } = resolve(runs[0]!.scenario);
  return { scenario, single: runs[0]!.scenario, notes, result: mergeSweep(axes, points) };
}

const sweeps = Object.entries(RUNS).map(([name, written]) => ({ name, ...sweepOf(written) }));

test('the runs have every kind of remark between them', () => {
  const ofRuns = sweeps.flatMap(({ result }) =>
    result.points.flatMap(({ remarks }) => remarks.map(({ kind }) => kind)),
  );
  expect(new Set(ofRuns)).toEqual(
    new Set(['unstable', 'lost', 'peaks', 'extrapolated', 'limited', 'no-intervals']),
  );
});

test.each(sweeps)(
  '$name: what one output of a sweep warns of, each warns of',
  ({ scenario, notes, result }) => {
    const screen = flat(sweepScreen(undefined, 'lockstep sweep', result, notes, STYLE, () => null));
    const report = textOf(result.groups.map((group) => groupFindings(result, group).text).join(''));
    const document = JSON.parse(sweepDocument(scenario, result, notes)) as {
      notes: string[];
      groups: { remarks: object[] }[];
    };
    expect(document.notes).toEqual(notes);
    const told = result.groups.map((group) =>
      group.remarks.map((remark) => ({ ...remark, ...sweepRemarkInWords(result, group, remark) })),
    );
    expect(document.groups.map(({ remarks }) => remarks)).toEqual(told);
    for (const note of notes) expect(screen).toContain(note);
    for (const { kind, name, sentence } of told.flat()) {
      expect(report).toContain(`${name} ${sentence}`);
      // On the screen the table marks its points.
      if (kind !== 'frontier') expect(screen).toContain(`${name}: ${sentence}`);
    }
  },
);

test.each(sweeps)('$name: and each of a run', ({ single, notes, result }) => {
  for (const point of result.points) {
    const screen = flat(runScreen('lockstep simulate', point, notes, STYLE));
    const report = textOf(keyFigures(point).text);
    const document = JSON.parse(simulateDocument(single, point, notes)) as {
      remarks: object[];
      notes: string[];
    };
    expect(document).toMatchObject({ remarks: point.remarks, notes });
    for (const { sentence } of point.remarks) {
      expect(screen).toContain(sentence);
      expect(report).toContain(sentence);
    }
  }
});

test.each(sweeps)(
  '$name: a load is never without its peak, a p99 never without the share lost',
  ({ result }) => {
    for (const point of result.points) {
      const screen = flat(runScreen('lockstep simulate', point, [], STYLE));
      const report = textOf(keyFigures(point).text);
      if (point.loadPerWindow !== null) {
        expect(screen).toMatch(/load peak +\S+.* in windows of 60 s; above 1 for .* of the time/);
        expect(report).toMatch(/Load peak .* in windows of 60 s; above 1 for .* of the time/);
      }
      if (point.lossShare! > 0) {
        expect(screen).toMatch(/\([<\d.]+ % lost\)/);
        expect(report).toMatch(/p99 E2E latency [^A-Z]* % of the requests lost/);
      }
    }
  },
);
