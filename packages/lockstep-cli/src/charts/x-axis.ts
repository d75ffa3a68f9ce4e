import { axisOf, isScenarioKey } from 'lockstep/scenario';
import type { AxisValue, Coordinates, SweepAxis } from 'lockstep/simulation';
import { axisLabels, orderedValues } from './chart-axes.js';
import { TEXT_SIZE } from './layout.js';
import type { Layer } from './layer.js';
import { broken, textWidth } from './text-width.js';

const LINE = 15;
/** Lines of a label that is a name. */
const MOST_LINES = 3;

/** The values of an axis as evenly spaced steps: doublings read well so, and names and an unbounded size have their places. */
export interface XAxis {
  readonly labels: readonly string[];
  /** Whether the values are quantities, so that lines join them. */
  readonly isOrdered: boolean;
  /** The distance between two values (px). */
  readonly step: number;
  /** What labels of several lines take below the plot, more than one of a single line would (px). */
  readonly extraRoom: number;
  labelOf(point: { readonly coordinates: Coordinates }): string;
  position(label: string): number;
  /** The same for any point: between two values of the axis it goes by their ratio. Null beyond its ends. */
  between(point: { readonly coordinates: Coordinates }): number | null;
  readonly encoding: Layer;
}

export function xAxis(axis: SweepAxis, width: number): XAxis {
  const { title, labelOf } = axisLabels(axis);
  const labels = orderedValues(axis).map(labelOf);
  const step = width / labels.length;
  const isOrdered = axis.amounts !== null;
  const lines = labels.map((label) => (isOrdered ? [label] : broken(label, step - 8, TEXT_SIZE, MOST_LINES)));
  return {
    labels,
    isOrdered,
    step,
    extraRoom: (Math.max(...lines.map(({ length }) => length)) - 1) * LINE,
    labelOf: ({ coordinates }) => labelOf(coordinates[axis.option]!),
    position: (label) => (labels.indexOf(label) + 0.5) * step,
    between({ coordinates }) {
      const index = placeBetween(axis, coordinates[axis.option]!);
      return index === null ? null : (index + 0.5) * step;
    },
    encoding: {
      field: 'x',
      type: 'ordinal',
      scale: { type: 'point', domain: labels, padding: 0.5 },
      axis: {
        title,
        labelAngle: 0,
        grid: false,
        values: isOrdered ? labelsWithRoom(labels, step) : labels,
        ...(!isOrdered && {
          labelExpr: `${JSON.stringify(Object.fromEntries(labels.map((label, i) => [label, lines[i]])))}[datum.value]`,
          labelLineHeight: LINE,
        }),
      },
    },
  };
}

/** All labels, or every second, every third and so on, so that none meets the next. */
function labelsWithRoom(labels: readonly string[], step: number): string[] {
  const widest = Math.max(...labels.map((label) => textWidth(label, TEXT_SIZE)));
  const every = Math.max(1, Math.ceil((widest + 6) / step));
  return labels.filter((_, i) => i % every === 0);
}

/** The place of a value along an axis, or between two of its values where they are quantities. Null where it has none. */
export function placeBetween(axis: SweepAxis, value: AxisValue): number | null {
  const at = orderedValues(axis).indexOf(value);
  if (at >= 0 || axis.amounts === null || !isScenarioKey(axis.option)) return at < 0 ? null : at;
  const amount = axisOf(axis.option, [value]).amounts?.[0];
  const rising = axis.amounts.toSorted((a, b) => a - b);
  return amount === undefined ? null : indexBetween(rising, amount);
}

/**
 * The place of an amount among rising ones: that of one between two of them lies between theirs, by their ratio. Null
 * beyond the ends.
 */
export function indexBetween(amounts: readonly number[], amount: number): number | null {
  const above = amounts.findIndex((each) => each >= amount);
  if (above < 0) return null;
  if (amounts[above] === amount) return above;
  if (above === 0 || amounts[above] === Infinity) return null;
  const [low, high] = [amounts[above - 1]!, amounts[above]!];
  const share = low > 0 ? Math.log(amount / low) / Math.log(high / low) : (amount - low) / (high - low);
  return above - 1 + share;
}
