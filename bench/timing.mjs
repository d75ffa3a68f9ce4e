/** Wall time of one call (s). */
export function seconds(call) {
  const from = performance.now();
  call();
  return (performance.now() - from) / 1000;
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Times several calls in turn (A B A B …), so that a machine whose speed drifts slows all of them alike.
 * @param calls by name
 * @param rounds how often; the first two rounds warm up and do not count
 * @returns seconds per call and round: { name: [s, s, …] }
 */
export function inTurn(calls, rounds) {
  const times = Object.fromEntries(Object.keys(calls).map((name) => [name, []]));
  for (let round = 0; round < rounds + 2; round++) {
    for (const [name, call] of Object.entries(calls)) {
      const took = seconds(call);
      if (round >= 2) times[name].push(took);
    }
  }
  return times;
}

/** The same for calls that return promises, one at a time; `measure` says what one call took, seconds unless told otherwise. */
export async function inTurnAsync(calls, rounds, measure = secondsAsync) {
  const taken = Object.fromEntries(Object.keys(calls).map((name) => [name, []]));
  for (let round = 0; round < rounds + 2; round++) {
    for (const [name, call] of Object.entries(calls)) {
      const took = await measure(call);
      if (round >= 2) taken[name].push(took);
    }
  }
  return taken;
}

/** Wall time of one call (s). */
export async function secondsAsync(call) {
  const from = performance.now();
  await call();
  return (performance.now() - from) / 1000;
}

/** CPU time of one call (s), over all threads of this process: what others do on the machine hardly shows in it. */
export async function cpuSecondsAsync(call) {
  const from = process.cpuUsage();
  await call();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
}

/** The median of a/b taken round by round. */
export function ratio(a, b) {
  return median(a.map((value, i) => value / b[i]));
}
