import { readScenario, readSweep, type WrittenScenario } from 'lockstep/scenario';
import type { SweepPoint } from 'lockstep/simulation';
import { expect, test } from 'vitest';
import { runName, sweepName } from '../../src/take-along/file-name.js';

const run = (batchSize: number, wait: string) =>
  runName({
    scenario: readScenario({}),
    title: 'unused',
    point: { batchSize, wait } as unknown as SweepPoint,
  });
const sweep = (written: WrittenScenario) => sweepName({ scenario: readSweep(written).scenario });
const recorded = (title: string) => runName({ scenario: null, title, point: {} as SweepPoint });

test('a run is named by its batch size and its wait rule', () => {
  expect(run(8, 'oldest:50ms')).toBe('lockstep-batch8-oldest50ms');
  expect(run(Infinity, 'none')).toBe('lockstep-batchinf-none');
  expect(run(16, 'gap:1.5s')).toBe('lockstep-batch16-gap1.5s');
});

test('a sweep is named by its wait rules', () => {
  expect(sweep({ batchSize: [1, 2] })).toBe('lockstep-sweep-oldest50ms');
  expect(sweep({ wait: ['none', 'gap:100ms'] })).toBe('lockstep-sweep-none-gap100ms');
});

test('a recorded run is named by its title, whatever stands in that', () => {
  expect(recorded('decisions.jsonl, run 2')).toBe('lockstep-decisions.jsonl-run-2');
  expect(recorded('../../etc/Ünlaut “quoted”')).toBe('lockstep-etc-u-nlaut-quoted');
  expect(recorded('…')).toBe('lockstep-run');
  expect(recorded('x'.repeat(300)).length).toBeLessThan(80);
});
