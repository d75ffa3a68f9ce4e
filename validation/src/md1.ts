/**
 * Probability that a request waits at most `time` in M/D/1, in units of the service time (Erlang 1909):
 * (1 − ρ) Σ_k (ρ(k − t))^k / k! · e^(−ρ(k − t)) over k from 0 to ⌊t⌋. Its terms alternate: good to a few dozen
 * units.
 */
function delayProbability(load: number, time: number): number {
  let sum = 0;
  for (let k = 0; k <= Math.floor(time); k++) {
    const x = load * (k - time);
    let term = Math.exp(-x);
    for (let j = 1; j <= k; j++) term *= x / j;
    sum += term;
  }
  return (1 - load) * sum;
}

/** The exact percentile of the queue delay in M/D/1, in units of the service time. */
export function delayPercentile(load: number, share: number): number {
  if (delayProbability(load, 0) >= share) return 0;
  let low = 0;
  let high = 32;
  for (let halvings = 0; halvings < 60; halvings++) {
    const middle = (low + high) / 2;
    if (delayProbability(load, middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
