import { DATES } from './time-unit.js';
import type { TraceFormat } from './trace-format.js';
import type { TraceRow } from './trace-row.js';

/**
 * Azure's public LLM inference traces (github.com/Azure/AzurePublicDataset): of 2023 with 7-digit fractions of a
 * second, of 2024 with a time zone, which is always UTC. Instants are counted in their own unit, 100 ns.
 */
export const azure = {
  name: 'azure',
  columns: ['TIMESTAMP', 'ContextTokens', 'GeneratedTokens'],
  arrival: 'TIMESTAMP',
  unit: DATES,
  readArrival: readTicks,
  promptTokens: 'ContextTokens',
  outputTokens: 'GeneratedTokens',
} as const satisfies TraceFormat;

const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,7}))?(?:Z|\+00:00)?$/;
type Fields = [year: number, month: number, day: number, hour: number, minute: number, second: number];
const TICKS_PER_SECOND = 1e7;
/** Days from 0000-03-01 to 2020-01-01: ticks since then are exact in a double until 2048. */
const ORIGIN_DAYS = daysSinceMarch0(2020, 1, 1);

function readTicks(row: TraceRow): number {
  const match = TIMESTAMP.exec(row.text('TIMESTAMP'));
  if (match !== null) {
    const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as Fields;
    if (isDay(year, month, day) && hour < 24 && minute < 60 && second < 60) {
      const days = daysSinceMarch0(year, month, day) - ORIGIN_DAYS;
      const seconds = days * 86400 + hour * 3600 + minute * 60 + second;
      return seconds * TICKS_PER_SECOND + Number((match[7] ?? '').padEnd(7, '0'));
    }
  }
  throw row.wrong('TIMESTAMP', 'an instant such as 2023-11-16 18:15:46.6805900');
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const [nextYear, nextMonth] = month === 12 ? [year + 1, 1] : [year, month + 1];
  return day <= daysSinceMarch0(nextYear, nextMonth, 1) - daysSinceMarch0(year, month, 1);
}

/**
 * Days since 1 March of year 0 in the Gregorian calendar. With years that begin in March the leap day is the last,
 * and months fall into a pattern of 153 days per 5 (Howard Hinnant, "chrono-compatible low-level date algorithms").
 */
function daysSinceMarch0(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const monthsSinceMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthsSinceMarch + 2) / 5) + day - 1;
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear;
}
