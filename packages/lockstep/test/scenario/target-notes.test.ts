import { readScenario, resolveScenario } from 'lockstep/scenario';
import { expect, test } from 'vitest';

const notes = (slo: string, release: string) =>
  resolveScenario(readScenario({ slo, release, requests: 10 }), () => '').notes;

test.each(['batch', 'request'])(
  'under release %s a target on tokens says what it is compared with',
  (release) => {
    expect(notes('ttft=2s', release)).toEqual([
      `SLO: under release ${release} an answer leaves whole, so its first token leaves with its last: the target ttft=2s ` +
        'is compared with the E2E latency. Under release token it is compared with the time to first token.',
    ]);
    expect(notes('e2e=9s,tpot=60ms', release)).toEqual([
      expect.stringContaining(
        'the target tpot=60ms is compared with the pace at which the engine makes the tokens',
      ),
    ]);
    expect(notes('ttft=2s,tpot=60ms', release)).toHaveLength(2);
    expect(notes('e2e=2s', release)).toEqual([]);
  },
);

test('under release token they are what they say', () => {
  expect(notes('ttft=2s,tpot=60ms', 'token')).toEqual([]);
});
