import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { full } from 'lockstep/core';
import { affine } from 'lockstep/cost';
import { simulate } from 'lockstep/simulation';
import { parseTrace, type Trace, traceRate, traceWorkload } from 'lockstep/workload';
import type { PublishedTable } from '../reference.js';
import type { Published, PublishedFinding } from './published.js';

interface Table {
  readonly data: {
    readonly conv: Readonly<Record<string, number>> & { readonly util: Readonly<Record<string, number>> };
  };
}

const FILE = new URL('../../../packages/lockstep-cli/data/azure-conv.csv.gz', import.meta.url);

export const azure: Published = {
  id: 'azure2023',
  title: 'Azure LLM inference trace 2023, conversation: its statistics as read by the trace reader',
  check(table) {
    const { util, ...published } = (table as PublishedTable & Table).data.conv;
    const trace = parseTrace(gunzipSync(readFileSync(FILE)).toString('utf8'), { file: 'azure-conv' });
    const ours = statistics(trace);
    return [
      ...Object.entries(published).map(([name, figure]) => compared(name, figure, ours[name]!)),
      ...Object.entries(util).map(([size, figure]) =>
        compared(
          `slot utilization of batches of ${size} drawn from it`,
          figure,
          slotUtilization(trace, Number(size)),
        ),
      ),
      ...Object.entries(util).map(([size, figure]) => ({
        what: `slot utilization of batches of ${size} in the trace's own order, simulated`,
        published: `${figure} (drawn)`,
        ours: (1 - wasteInOrder(trace, Number(size))).toFixed(4),
        passes: null,
      })),
    ];
  },
};

/** The figure rounded as the published one is must be the published one. */
function compared(what: string, published: number, ours: number): PublishedFinding {
  const digits = String(published).split('.')[1]?.length ?? 0;
  const rounded = ours.toFixed(digits);
  return { what, published: String(published), ours: rounded, passes: Number(rounded) === published };
}

function statistics(trace: Trace): Record<string, number> {
  const { arrivedAt, promptTokens, outputTokens } = trace;
  const count = arrivedAt.length;
  const gaps = Array.from(arrivedAt.subarray(1), (at, i) => at - arrivedAt[i]!);
  const sorted = outputTokens.slice().sort();
  return {
    n: count,
    dur_s: (arrivedAt[count - 1]! - arrivedAt[0]!) / 1000,
    rate: traceRate(trace)!,
    iaCV: variation(gaps),
    ctxMean: mean(promptTokens),
    genMean: mean(outputTokens),
    genCV: variation(outputTokens),
    genP50: sorted[Math.floor(0.5 * count)]!,
    genP90: sorted[Math.floor(0.9 * count)]!,
    genP99: sorted[Math.floor(0.99 * count)]!,
    genMax: sorted[count - 1]!,
  };
}

/** E[L] / E[longest of `size` independent draws from the trace's outputs], exactly. */
function slotUtilization({ outputTokens }: Trace, size: number): number {
  const sorted = outputTokens.slice().sort();
  const count = sorted.length;
  let longest = 0;
  sorted.forEach((length, i) => {
    longest += length * (((i + 1) / count) ** size - (i / count) ** size);
  });
  return mean(outputTokens) / longest;
}

/** Decode waste of full batches of requests as they come. */
function wasteInOrder(trace: Trace, maxBatchSize: number): number {
  const { summary } = simulate({
    maxBatchSize,
    wait: full(),
    cost: affine({}),
    workload: traceWorkload(trace),
  });
  return summary.decodeWaste!;
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

function variation(values: ArrayLike<number>): number {
  const center = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - center) ** 2;
  return Math.sqrt(squares / values.length) / center;
}
