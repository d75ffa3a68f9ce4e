import { CLOSE_REASONS } from 'lockstep/core';
import { parseWait, ScenarioError } from 'lockstep/scenario';
import { z } from 'zod';

const instant = z.number();
const duration = z.number().min(0);
const id = z.int().min(0);
const tokens = z.int().min(0);
const limit = z
  .int()
  .min(1)
  .nullable()
  .transform((value) => value ?? Infinity);

const namedRunLine = z.object({
  engine: z.string(),
  model: z.string(),
  maxBatchSize: limit,
  wait: z
    .string()
    .refine(isWaitRule, { error: ({ input }) => `expected a wait rule, got ${JSON.stringify(input)}` }),
  release: z.enum(['token', 'request', 'batch']),
  maxQueueSize: limit,
  startedAt: z.iso.datetime().transform((text) => new Date(text)),
  originAt: instant,
  speed: z.number().positive().default(1),
});

/** The first line of a run, besides its type and format. The queue limit was once named `maxQueue`. */
export const runLine = z.preprocess((content) => {
  if (typeof content !== 'object' || content === null || !('maxQueue' in content)) return content;
  const { maxQueue, ...rest } = content;
  return { maxQueueSize: maxQueue, ...rest };
}, namedRunLine);

const rerun = z.object({
  startedAt: instant,
  endedAt: instant,
  members: z.array(id).min(1),
  failed: z.boolean(),
});

/** What contradicts itself within a line is damage like any other. */
const atMost = (earlier: string, later: string) => ({ path: [earlier], error: `expected at most ${later}` });

const member = z
  .object({
    request: id,
    arrivedAt: instant,
    promptTokens: tokens,
    outputTokens: tokens,
    blockedMs: duration,
    formingMs: duration,
    firstTokenAt: instant.nullable(),
    finishedAt: instant,
    outcome: z.enum(['completed', 'failed', 'cancelled', 'expired']),
  })
  .refine(({ arrivedAt, finishedAt }) => arrivedAt <= finishedAt, atMost('arrivedAt', 'finishedAt'));

const batchLine = z
  .object({
    type: z.literal('batch'),
    batch: id,
    /** Files of earlier versions do not have it: they know one engine. */
    engine: id.max(65_535).default(0),
    startedAt: instant,
    reason: z.enum(CLOSE_REASONS),
    engineFreeAt: instant.nullable(),
    endedAt: instant,
    longestPrompt: tokens,
    longestOutput: tokens,
    members: z.array(member).min(1),
    reruns: z.array(rerun),
  })
  .refine(({ startedAt, endedAt }) => startedAt <= endedAt, atMost('startedAt', 'endedAt'))
  .refine(({ startedAt, members }) => members.every(({ arrivedAt }) => arrivedAt <= startedAt), {
    path: ['members'],
    error: 'expected all to have arrived by startedAt',
  })
  .refine(
    ({ members, reruns }) => {
      const own = new Set(members.map(({ request }) => request));
      return reruns.every((rerun) => rerun.members.every((request) => own.has(request)));
    },
    { path: ['reruns'], error: 'expected members of the batch alone' },
  );

const departureLine = z
  .object({
    type: z.literal('departure'),
    request: id,
    arrivedAt: instant,
    leftAt: instant,
    outcome: z.enum(['rejected', 'cancelled', 'expired']),
    promptTokens: tokens,
  })
  .refine(({ arrivedAt, leftAt }) => arrivedAt <= leftAt, atMost('arrivedAt', 'leftAt'));

/** Every line after the first of a run. */
export const eventLine = z.discriminatedUnion('type', [batchLine, departureLine]);

function isWaitRule(text: string): boolean {
  try {
    parseWait(text);
    return true;
  } catch (error) {
    if (error instanceof ScenarioError) return false;
    throw error;
  }
}
