import { fixed, generatedWorkload, poisson, uniform } from 'lockstep/workload';

/** The study's workload: Poisson at 3 requests/s, 10 to 29 output tokens. */
export function studyWorkload(count, rate = 3) {
  return generatedWorkload({
    arrivals: poisson(rate),
    promptTokens: fixed(1),
    outputTokens: uniform(10, 29),
    count,
    seed: 1,
  });
}
