import { describe, expect, test } from 'vitest';
import { RunClock } from '../../src/live/run-clock.js';

describe('at ten times the speed', () => {
  const clock = new RunClock(1_000, 10);

  test('a millisecond of the wall is ten of the run, from its beginning on', () => {
    expect(clock.instantOf(1_003)).toBe(30);
    expect(clock.wallMs(30)).toBe(3);
  });

  test('a record has every instant and duration in the time of the run, and nothing else changed', () => {
    const record = {
      batch: 2,
      engine: 1,
      startedAt: 1_004,
      reason: 'wait',
      engineFreeAt: 1_002,
      endedAt: 1_010,
      longestPrompt: 7,
      longestOutput: 5,
      members: [
        {
          request: 3,
          arrivedAt: 1_001,
          promptTokens: 7,
          outputTokens: 5,
          blockedMs: 1,
          formingMs: 2,
          firstTokenAt: null,
          finishedAt: 1_009,
          outcome: 'failed',
        },
      ],
      reruns: [{ startedAt: 1_006, endedAt: 1_009, members: [3], failed: true }],
    } as const;
    expect(clock.record(record)).toEqual({
      ...record,
      startedAt: 40,
      engineFreeAt: 20,
      endedAt: 100,
      members: [{ ...record.members[0], arrivedAt: 10, blockedMs: 10, formingMs: 20, finishedAt: 90 }],
      reruns: [{ ...record.reruns[0], startedAt: 60, endedAt: 90 }],
    });
    expect(clock.record({ ...record, engineFreeAt: null }).engineFreeAt).toBeNull();
  });
});
