import { significant } from 'lockstep/metrics';
import type { AxisValue, SweepAxis, SweepPoint, SweepResult } from 'lockstep/simulation';
import { lower } from 'lockstep/words';

/** The axes of a sweep as a picture uses them. */
export interface ChartAxes {
  /** What goes along. */
  readonly x: SweepAxis;
  /** The other axes that vary: what one chooses, then what one meets. */
  readonly others: readonly SweepAxis[];
  /** Those with one value. */
  readonly fixed: readonly SweepAxis[];
}

/** What a picture needs to know of a sweep to find its axes. */
export type Swept = Pick<SweepResult, 'axes' | 'points'>;

/**
 * Which axis goes along a picture, and which are left for lines and panels. Batch sizes go along where there are several;
 * else the first axis of quantities that varies, else the first that varies, else the batch size.
 */
export function chartAxes({ axes }: Pick<SweepResult, 'axes'>): ChartAxes {
  const varied = axes.filter(({ values }) => values.length > 1);
  const sizes = axes.find(({ option }) => option === 'batchSize')!;
  const x =
    varied.find(({ option }) => option === 'batchSize') ??
    varied.find(({ amounts }) => amounts !== null) ??
    varied[0] ??
    sizes;
  const left = varied.filter((axis) => axis !== x);
  const of = (role: SweepAxis['role']) => left.filter((axis) => axis.role === role);
  const fixed = axes.filter((axis) => axis !== x && axis.values.length === 1);
  return { x, others: [...of('choice'), ...of('condition')], fixed };
}

/** The values of an axis as they go along: by their quantity where they have one, else as they were given. */
export function orderedValues({ values, amounts }: SweepAxis): readonly AxisValue[] {
  if (amounts === null) return values;
  return values.toSorted((a, b) => amounts[values.indexOf(a)]! - amounts[values.indexOf(b)]!);
}

/** The points of a sweep that one line or panel shows: they differ along x alone. */
export interface Group {
  /** The values of the other axes, in their order. */
  readonly values: readonly AxisValue[];
  /** Along x. */
  readonly points: readonly SweepPoint[];
}

/**
 * The points by the values of some axes: the first axis is the outermost. Choices in the order in which they were given,
 * conditions by their quantity.
 */
export function groupsBy(
  points: readonly SweepPoint[],
  { x, others }: Pick<ChartAxes, 'x' | 'others'>,
): Group[] {
  const along = orderedValues(x);
  const orders = others.map((axis) => (axis.role === 'choice' ? axis.values : orderedValues(axis)));
  const groups = new Map<string, { values: readonly AxisValue[]; points: SweepPoint[] }>();
  for (const point of points) {
    const values = others.map(({ option }) => point.coordinates[option]!);
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { values, points: [] };
    groups.set(key, group);
    group.points.push(point);
  }
  const place = (point: SweepPoint) => along.indexOf(point.coordinates[x.option]!);
  return [...groups.values()]
    .map((group) => ({ ...group, points: group.points.toSorted((a, b) => place(a) - place(b)) }))
    .sort((a, b) => {
      const differing = orders.findIndex((_, i) => a.values[i] !== b.values[i]);
      if (differing < 0) return 0;
      const order = orders[differing]!;
      return order.indexOf(a.values[differing]!) - order.indexOf(b.values[differing]!);
    });
}

/** A value beside those of other axes: `3 requests/s`, `gap:100ms`, `queue limit 16`. */
export function valueLabel({ option, name }: SweepAxis, value: AxisValue): string {
  if (option === 'rate') return `${significant(Number(value))} ${value === 1 ? 'request' : 'requests'}/s`;
  if (option === 'wait') return String(value);
  return `${lower(name)} ${option === 'batchSize' && value === 'inf' ? '∞' : String(value)}`;
}

/** What sets a group apart from the others; undefined when there is only one. The rate comes first. */
export function groupTitle({ values }: Group, { others }: Pick<ChartAxes, 'others'>): string | undefined {
  const parts = others.map((axis, i) => ({ axis, text: valueLabel(axis, values[i]!) }));
  const ordered = parts.toSorted(
    (a, b) => Number(b.axis.option === 'rate') - Number(a.axis.option === 'rate'),
  );
  return ordered.length === 0 ? undefined : ordered.map(({ text }) => text).join(' · ');
}

/** What all points share, for a subtitle: the rate, the batch size and the wait rule where there is only one. */
export function shared({ axes, points }: Swept, { x }: Pick<ChartAxes, 'x'>): string[] {
  const order = ['rate', 'batchSize', 'wait'];
  return axes
    .filter(({ option, values }) => values.length === 1 && option !== x.option && points.length > 0)
    .toSorted((a, b) => order.indexOf(a.option) - order.indexOf(b.option))
    .map((axis) => {
      const text = valueLabel(axis, axis.values[0]!);
      return axis.option === 'wait' ? `wait rule ${text}` : text;
    });
}

/** Labels of an axis and its title. What all values begin with, as in `oldest:50ms`, stands in the title alone. */
export interface AxisLabels {
  readonly option: string;
  readonly title: string;
  labelOf(value: AxisValue): string;
}

export function axisLabels(axis: SweepAxis): AxisLabels {
  const { option, name, values } = axis;
  if (option === 'batchSize')
    return { option, title: name, labelOf: (value) => (value === 'inf' ? '∞' : String(value)) };
  if (option === 'rate') return { option, title: `${name} (requests/s)`, labelOf: String };
  const starts = new Set(values.map((value) => /^[\w-]+:/.exec(String(value))?.[0] ?? ''));
  const [start] = starts;
  if (values.length < 2 || starts.size > 1 || !start) return { option, title: name, labelOf: String };
  return {
    option,
    title: `${name} (${start.slice(0, -1)})`,
    labelOf: (value) => String(value).slice(start.length),
  };
}

/** Which of the groups a point belongs to, by its coordinates alone; -1 for none. */
export function panelOf(
  { coordinates }: SweepPoint,
  groups: readonly Group[],
  { others, fixed }: ChartAxes,
): number {
  if (fixed.some(({ option, values }) => coordinates[option] !== values[0])) return -1;
  return groups.findIndex(({ values }) => others.every(({ option }, i) => coordinates[option] === values[i]));
}

/** Why points are not joined by lines, for a caption; false where they are. */
export function unordered({ name, amounts }: SweepAxis): string | false {
  return (
    amounts === null &&
    `No line joins the points: the values of “${lower(name)}” are no quantities, so nothing lies between two of them.`
  );
}

/** An axis with only some of its values. */
export function withValues(axis: SweepAxis, some: readonly AxisValue[]): SweepAxis {
  const { values, amounts } = axis;
  return {
    ...axis,
    values: some,
    amounts: amounts && some.map((value) => amounts[values.indexOf(value)]!),
  };
}
