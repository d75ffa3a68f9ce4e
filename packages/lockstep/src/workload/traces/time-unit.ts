/** Units in which traces write their instants, each with what turns a time in it into milliseconds. */
const TO_MS = {
  ms: (time: number) => time,
  s: (time: number) => time * 1000,
  us: (time: number) => time / 1000,
  ns: (time: number) => time / 1e6,
};

/** The unit of a trace's instants. */
export type TimeUnit = keyof typeof TO_MS;

/** All units, as they are written. */
export const TIME_UNITS = Object.keys(TO_MS) as readonly TimeUnit[];

/** Dates with a time of day, counted in ticks of 100 ns. */
export const DATES = 'dates';

/** Turns a time in a unit, or in the ticks of dates, into milliseconds. */
export function toMs(time: number, unit: TimeUnit | typeof DATES): number {
  return unit === DATES ? time / 1e4 : TO_MS[unit](time);
}
