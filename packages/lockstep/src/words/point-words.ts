import { inWords, percent } from '../metrics/index.js';
import {
  type AxisValue,
  type Coordinates,
  lossOf,
  type SweepAxis,
  type SweepPoint,
  type SweepResult,
} from '../simulation/index.js';
import { significant } from '../metrics/index.js';

/** Options that a point is called by in a phrase of their own; the others follow with their names. */
const OWN_PHRASES = ['batchSize', 'wait', 'rate'];

/** A value of an axis as sentences write it. */
export function valueInWords(option: string, value: AxisValue): string {
  if (option === 'batchSize') return value === 'inf' ? 'unbounded' : String(value);
  return String(value);
}

/** A value with the name of its axis: `batch size 8`, `queue limit 16`. */
export function axisValueInWords({ option, name }: SweepAxis, value: AxisValue): string {
  return `${lower(name)} ${valueInWords(option, value)}`;
}

/** `batch size 8 with gap:100ms, queue limit 16`: what one chooses, whatever the conditions. */
export function choiceInWords({ axes }: Pick<SweepResult, 'axes'>, { coordinates }: SweepPoint): string {
  return `batch size ${valueInWords('batchSize', coordinates['batchSize']!)}${besideSize(axes, coordinates)}`;
}

/**
 * `batch sizes 1, 2 with gap:100ms; batch size 1 with full`; each size followed by what `detail` says of its point.
 * @param members indices
 */
export function pointsInWords(
  { axes, points }: Pick<SweepResult, 'axes' | 'points'>,
  members: readonly number[],
  detail: (point: SweepPoint) => string = () => '',
): string {
  const bySchedule = new Map<string, SweepPoint[]>();
  for (const index of members) {
    const point = points[index]!;
    const beside = besideSize(axes, point.coordinates);
    bySchedule.set(beside, [...(bySchedule.get(beside) ?? []), point]);
  }
  return [...bySchedule]
    .map(([beside, some]) => {
      const sizes = some.map(
        (point) => `${valueInWords('batchSize', point.coordinates['batchSize']!)}${detail(point)}`,
      );
      return `batch ${some.length === 1 ? 'size' : 'sizes'} ${sizes.join(', ')}${beside}`;
    })
    .join('; ');
}

/**
 * The conditions of a group: `at 3/s, cost model mock:50ms`; empty where there are none.
 * @param rateIn how a rate is written
 */
export function conditionsInWords(
  axes: readonly SweepAxis[],
  conditions: Coordinates,
  rateIn: (rate: number) => string = (rate) => `${significant(rate)}/s`,
): string {
  const rate = conditions['rate'];
  const others = axes.flatMap((axis) => {
    const value = conditions[axis.option];
    return value === undefined || axis.option === 'rate' ? [] : [axisValueInWords(axis, value)];
  });
  return [...(typeof rate === 'number' ? [`at ${rateIn(rate)}`] : []), ...others].join(', ');
}

/** A point in full: its choice, then its conditions. */
export function pointInWords(
  { axes }: Pick<SweepResult, 'axes'>,
  point: SweepPoint,
  rateIn?: (rate: number) => string,
): string {
  const conditions = axes.filter(({ role }) => role === 'condition');
  const of = Object.fromEntries(conditions.map(({ option }) => [option, point.coordinates[option]!]));
  const at = conditionsInWords(axes, of, rateIn);
  return [choiceInWords({ axes }, point), ...(at === '' ? [] : [at])].join(at.startsWith('at ') ? ' ' : ', ');
}

/** What stands beside a p99 of a point that lost requests: `, with 39 % of its requests lost`. */
export function lossInWords(point: SweepPoint): string {
  return lossOf(point) === 0 ? '' : `, with ${percent(lossOf(point))} of its requests lost`;
}

/** `p99 4.7 s`, or `a p99 of 4.7 s`, with what was lost. */
export function p99InWords(point: SweepPoint): string {
  return inWords(point.e2eLatencyMs.p99) + lossInWords(point);
}

/** The name of an axis within a sentence: `batch size`, but `SLO` stays. */
export function lower(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function besideSize(axes: readonly SweepAxis[], coordinates: Coordinates): string {
  const others = axes
    .filter(({ option, role }) => role === 'choice' && !OWN_PHRASES.includes(option))
    .map((axis) => `, ${axisValueInWords(axis, coordinates[axis.option]!)}`);
  return ` with ${coordinates['wait']}${others.join('')}`;
}
