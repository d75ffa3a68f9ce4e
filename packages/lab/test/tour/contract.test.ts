import type { DecisionLog } from 'lockstep/core';
import { overrideScenario, readScenario, type WrittenScenario } from 'lockstep/scenario';
import type { SweepPoint } from 'lockstep/simulation';
import { fixedBatchSizeInWords } from 'lockstep/words';
import { describe, expect, test } from 'vitest';
import { fromAddress } from '../../src/state/address.js';
import { differentRequests } from '../../src/state/different-requests.js';
import { gainAndPrice } from '../../src/tour/gain-and-price.js';
import type { Scene } from '../../src/tour/scene.js';
import { SCENES } from '../../src/tour/scenes/index.js';
import { simulateHere, sweepHere } from '../../src/tour/simulate-here.js';
import { answeredSpan, strongest } from '../../src/tour/spans.js';
import { sweepOf } from '../../src/tour/use-finding.js';

test('there are five scenes, each with a name of its own', () => {
  expect(new Set(SCENES.map(({ name }) => name)).size).toBe(5);
});

for (const scene of SCENES) describe(scene.name, () => obeysContract(scene));

function obeysContract(scene: Scene): void {
  const { summary, log } = run(scene.scenario);
  const told = { log, release: readScenario(scene.scenario).release };

  test('its scenario is a single run, stable, of so few requests that each is seen', () => {
    expect(log.requestCount).toBeGreaterThanOrEqual(40);
    expect(log.requestCount).toBeLessThanOrEqual(400);
    expect(summary.requests.completed).toBe(log.requestCount);
    expect(summary.stable).toBe(true);
  });

  test('the request whose story it tells shows it more than any other, and enough', () => {
    const chosen = strongest(scene, told)!;
    expect(scene.strength(chosen)).toBeGreaterThanOrEqual(scene.leastStrength);
    for (let request = 0; request < log.requestCount; request++) {
      expect(scene.strength(answeredSpan(told, request)!)).toBeLessThanOrEqual(scene.strength(chosen));
    }
    const story = scene.story(chosen, log);
    expect(story).toMatch(new RegExp(`^Request ${chosen.request} .*\\.$`));
    expect(story).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  test('its finding is the sentence of the numbers', async () => {
    const { finding } = scene;
    if (finding.of === 'run') {
      const sentences = Object.values(summary.limitations).map((each) => each?.sentence);
      expect(sentences).toContain(finding.tell(summary.limitations));
      return;
    }
    const result = await sweepHere(
      sweepOf(finding, readScenario(scene.scenario)),
      new AbortController().signal,
    );
    const { bestByRate, keep } = result!.limitations.fixedBatchSize!;
    const [low, high] = bestByRate.map(({ point }) => result!.points[point!]!.batchSize);
    expect(bestByRate.map(({ rate }) => rate)).toEqual(finding.rates);
    // Without that there would be nothing to see.
    expect(low).toBeLessThan(high!);
    expect(keep!.regret).toBeGreaterThan(1);
    expect(fixedBatchSizeInWords(result)).toContain(`batch size ${high} at ${finding.rates[1]}/s`);
  });

  test('its control begins at the scene, and every stop gives a run and a verdict', () => {
    const { key, values, inWords } = scene.control;
    const start = simulateHere(scene.scenario);
    expect(values.map(String)).toContain(String(readScenario(scene.scenario)[key]));
    const verdicts = values.map((value) => {
      const now = simulateHere(overrideScenario(scene.scenario, { [key]: value }));
      expect(inWords(value)).not.toBe('');
      return gainAndPrice(scene, start.point, now.point, differentRequests(start, now));
    });
    for (const words of verdicts) {
      expect(words).toMatch(/^[A-Z].*\.$/);
      expect(words).not.toMatch(/–|NaN|undefined|null/);
    }
    // Moving it is worth while; of a control that changes the requests themselves no run is called better.
    if (key === 'outputTokens') {
      expect(verdicts.filter((words) => words.includes('different ones (output tokens)'))).toHaveLength(
        values.length - 1,
      );
    } else {
      expect(verdicts.some((words) => / is better|are better/.test(words))).toBe(true);
      expect(verdicts.join(' ')).not.toContain('different ones');
    }
  });

  test('it is told in at most two short sentences a paragraph', () => {
    for (const paragraph of [scene.about, scene.control.hint]) {
      expect(paragraph.split(/[.:] /).length).toBeLessThanOrEqual(3);
      expect(paragraph.length).toBeLessThanOrEqual(220);
      expect(paragraph).not.toContain('!');
    }
  });
}

function run(written: WrittenScenario): { summary: SweepPoint; log: DecisionLog } {
  const { point, log } = simulateHere(written);
  return { summary: point, log };
}

test('an address knows every scene, and no more', () => {
  expect(fromAddress(`scene=${SCENES.length}`)).toMatchObject({
    view: { scene: SCENES.length },
    problem: null,
  });
  expect(fromAddress(`scene=${SCENES.length + 1}`).problem).toContain('expected a whole number from 1 to');
});
