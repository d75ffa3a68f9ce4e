import { CLOSE_REASONS, OUTCOMES } from 'lockstep/core';
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

/** The first line of a run, besides its type and format. */
export const runLine = z.object({
  engine: z.string(),
  model: z.string(),
  maxBatchSize: limit,
  wait: z.string(),
  release: z.enum(['token', 'request', 'batch']),
  maxQueue: limit,
  startedAt: z.coerce.date(),
  originAt: instant,
  speed: z.number().positive().default(1),
});

const rerun = z.object({
  startedAt: instant,
  endedAt: instant,
  members: z.array(id).min(1),
  failed: z.boolean(),
});

const member = z.object({
  request: id,
  arrivedAt: instant,
  promptTokens: tokens,
  outputTokens: tokens,
  blockedMs: duration,
  formingMs: duration,
  firstTokenAt: instant.nullable(),
  finishedAt: instant,
  outcome: z.enum(OUTCOMES),
});

const batchLine = z.object({
  type: z.literal('batch'),
  batch: id,
  startedAt: instant,
  reason: z.enum(CLOSE_REASONS),
  engineFreeAt: instant.nullable(),
  endedAt: instant,
  longestPrompt: tokens,
  longestOutput: tokens,
  members: z.array(member).min(1),
  reruns: z.array(rerun),
});

const departureLine = z.object({
  type: z.literal('departure'),
  request: id,
  arrivedAt: instant,
  leftAt: instant,
  outcome: z.enum(['rejected', 'cancelled', 'expired']),
  promptTokens: tokens,
});

/** Every line after the first of a run. */
export const eventLine = z.discriminatedUnion('type', [batchLine, departureLine]);
