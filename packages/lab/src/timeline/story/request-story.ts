import { type Outcome } from 'lockstep/core';
import { inWords } from 'lockstep/metrics';
import { count } from '../../words/numbers.js';
import type { TimelineRun } from '../run/timeline-run.js';
import { instant, tokens } from './words.js';

/** One line of a story: what happened, when or how long, and what it means. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
  /** The part of the bar that it is about. */
  readonly part?: 'blocked' | 'forming' | 'own' | 'held';
}

export interface Story {
  readonly title: string;
  /** The outcome in a word. */
  readonly outcome: string;
  readonly isLoss: boolean;
  readonly facts: readonly Fact[];
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  pending: 'not answered yet',
  completed: 'completed',
  rejected: 'rejected: the queue was full',
  cancelled: 'cancelled by its client',
  expired: 'expired: its deadline came first',
  failed: 'failed: the engine gave an error',
};

/** What became of a request, instant by instant. */
export function requestStory(run: TimelineRun, request: number): Story {
  const { log, originAt, shown } = run;
  const { requests } = log;
  const outcome = log.outcomeOf(request);
  const [arrivedAt, blockedUntil, waitedUntil, finishedAt, goneAt] = run.edges.of(request) as unknown as [
    number,
    number,
    number,
    number,
    number,
  ];
  const at = (time: number) => instant(time - originAt);
  const batch = requests.batch[request]!;
  const prompt = requests.promptTokens[request]!;
  const output = requests.outputTokens[request]!;
  const facts: Fact[] = [
    { name: 'arrived', value: at(arrivedAt), note: `prompt ${tokens(prompt)}` },
    {
      name: 'blocked',
      value: inWords(blockedUntil - arrivedAt),
      part: 'blocked',
      note: 'the engine was busy',
    },
    {
      name: 'forming',
      value: inWords(waitedUntil - blockedUntil),
      part: 'forming',
      note: 'its batch was held open',
    },
  ];
  if (batch >= 0) {
    const slot = log.membersOf(batch).indexOf(request);
    const firstTokenAt = requests.firstTokenAt[request]!;
    facts.push({ name: 'started', value: at(waitedUntil), note: `batch ${batch}, slot ${slot}` });
    if (!Number.isNaN(firstTokenAt)) facts.push({ name: 'first token', value: at(firstTokenAt) });
    if (outcome === 'completed') {
      facts.push(
        {
          name: 'own last token',
          value: at(finishedAt),
          note: `${tokens(output)} in ${inWords(finishedAt - waitedUntil)}`,
          part: 'own',
        },
        {
          name: 'held',
          value: inWords(goneAt - finishedAt),
          note: 'done, its slot was not',
          part: 'held',
        },
      );
    }
  }
  if (outcome === 'completed') {
    const releasedAt = shown.release === 'batch' ? goneAt : finishedAt;
    facts.push({
      name: 'released',
      value: at(releasedAt),
      note: `latency ${inWords(releasedAt - arrivedAt)}`,
    });
  } else if (outcome !== 'pending') {
    facts.push({
      name: 'left',
      value: at(finishedAt),
      note: `without an answer, after ${inWords(finishedAt - arrivedAt)}`,
    });
  }
  const isLoss = outcome !== 'completed' && outcome !== 'pending';
  return { title: `Request ${count(request)}`, outcome: OUTCOMES[outcome], isLoss, facts };
}
