import { expect, test } from 'vitest';
import { batchStory } from '../../src/timeline/story/batch-story.js';
import { requestStory } from '../../src/timeline/story/request-story.js';
import { unbroken } from '../../src/timeline/story/words.js';
import { runOf, SOME_RUNS } from './some-runs.js';

const lines = (facts: readonly { name: string; value: string; note?: string }[]) =>
  facts.map(({ name, value, note }) => [name, value, ...(note === undefined ? [] : [note])].join(' | '));

test('a completed request is told from arrival to answer', () => {
  const run = runOf({ requests: 4, batchSize: 4, arrivals: 'all-at-once', cost: 'mock', outputTokens: 10 });
  const story = requestStory(run, 2);
  expect([story.title, story.outcome, story.isLoss]).toEqual(['Request 2', 'completed', false]);
  expect(story.facts.map(({ name }) => name)).toEqual([
    'arrived',
    'blocked',
    'forming',
    'started',
    'first token',
    'own last token',
    'held',
    'released',
  ]);
  expect(lines(story.facts)[3]).toBe('started | 0 ms | batch 0, slot 2');
});

test('its parts add up to its latency', () => {
  const run = runOf(SOME_RUNS['held open']!);
  for (let request = 0; request < run.log.requestCount; request++) {
    const [arrived, blocked, waited, finished] = run.edges.of(request);
    const parts = blocked! - arrived! + (waited! - blocked!) + (finished! - waited!);
    expect(parts).toBeCloseTo(finished! - arrived!, 9);
  }
});

test('a rejected request left without an answer, at once and without a batch', () => {
  const run = runOf(SOME_RUNS['rejections']!);
  const request = run.lost!.at(20, 0);
  const story = requestStory(run, request);
  expect(story.outcome).toBe('rejected: the queue was full');
  expect(story.isLoss).toBe(true);
  expect(lines(story.facts).at(-1)).toMatch(/^left \| .* \| without an answer, after 0 ms$/);
  expect(story.facts.some(({ name }) => name === 'started')).toBe(false);
});

test('a batch says why it closed and what that cost', () => {
  const full = runOf({ requests: 4, batchSize: 4, arrivals: 'all-at-once' });
  expect(lines(batchStory(full, 0).facts)[0]).toBe('closed | it was full: 4 waited');
  expect(lines(batchStory(full, 0).facts)[1]).toBe('size | 4 of 4 | occupancy 100 %');
  const waited = runOf({ requests: 1, batchSize: 4, wait: 'oldest:50ms' });
  expect(lines(batchStory(waited, 0).facts)[0]).toBe('closed | its wait rule oldest:50ms said so');
  const ended = runOf({ requests: 3, batchSize: 4, wait: 'full' });
  expect(lines(batchStory(ended, 0).facts)[0]).toBe('closed | no more requests would come');
});

test('waste is what the longest of a batch costs the others', () => {
  const run = runOf({ ...SOME_RUNS['a calm run'], batchSize: 8 });
  const { batches, requests } = run.log;
  for (let batch = 0; batch < run.log.batchCount; batch++) {
    const members = [...run.log.membersOf(batch)];
    const own = members.reduce((sum, request) => sum + requests.outputTokens[request]!, 0);
    const waste = 1 - own / (members.length * batches.longestOutput[batch]!);
    const told = batchStory(run, batch).facts.at(-1)!.note!;
    expect(Math.abs(Number.parseFloat(told.slice('decode waste '.length)) - 100 * waste)).toBeLessThan(0.51);
  }
});

test('numbers stay with their units', () => {
  expect(unbroken('after 1 s and 5 ms, 3 steps')).toBe('after 1\u00a0s and 5\u00a0ms, 3 steps');
});
