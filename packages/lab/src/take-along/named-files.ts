import type { Scenario } from 'lockstep/scenario';

/** Comes with the command line as with the lab. */
const SHIPPED = ['azure-conv'];

/** The files that the command line has to find where it is run. */
export function namedFiles({ trace, cost, promptTokens, outputTokens }: Scenario): string[] {
  const traces = trace === undefined || SHIPPED.includes(trace) ? [] : [trace];
  const others = [
    /^table:(.+\.csv(?:\.gz)?)$/.exec(cost),
    /^roofline:([^,]+\.json)/.exec(cost),
    ...[promptTokens, outputTokens].map((lengths) => /^empirical:(.+)$/.exec(lengths ?? '')),
  ];
  return [...new Set([...traces, ...others.flatMap((match) => match?.[1] ?? [])])];
}
