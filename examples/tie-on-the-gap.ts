// Why a simulation with ideal arrivals need not form the batches that a real run formed: a tie, decided by chance.
import { gap } from 'lockstep/core';
import { mock } from 'lockstep/cost';
import { run } from 'lockstep/simulation';
import { parseTrace, traceWorkload } from 'lockstep/workload';

const outputTokens = [16, 15, 18, 19, 20, 18];
/** Asked for at 3 requests/s: every 333.3 ms. */
const ideal = outputTokens.map((_, i) => i / 3);
/** What a real program made of it (s): its timers run a little late. */
const real = [0, 0.3336, 0.6671, 1.0007, 1.3342, 1.6678];

for (const [name, arrivals] of Object.entries({ ideal, real })) {
  const rows = arrivals.map((at, i) => `${at},1,${outputTokens[i]}`);
  const csv = ['arrived_at,num_prefill_tokens,num_decode_tokens', ...rows].join('\n');
  const workload = traceWorkload(parseTrace(csv, { file: name }));
  const { log } = run({ maxBatchSize: 16, wait: gap(100), cost: mock(), workload });
  console.log(`${name} arrivals`);
  for (const { startedAt, endedAt, members } of log.records()) {
    const ids = members.map(({ request }) => request).join(', ');
    console.log(`  ${startedAt.toFixed(1).padStart(6)} to ${endedAt.toFixed(1)} ms: requests ${ids}`);
  }
}

// Prints:
//   ideal arrivals
//      100.0 to 900.0 ms: requests 0
//     1100.0 to 1945.6 ms: requests 1, 2, 3
//     2045.6 to 2976.3 ms: requests 4, 5
//   real arrivals
//      100.0 to 900.0 ms: requests 0
//     1000.0 to 1837.6 ms: requests 1, 2
//     1937.6 to 2827.8 ms: requests 3, 4, 5
