import type { Chart, RunData, SweepChart } from './chart.js';
import { distributions } from './distributions.js';
import { heatmap } from './heatmap.js';
import { latency } from './latency.js';
import { throughput } from './throughput.js';
import { timelineBySlot } from './timeline-by-slot.js';
import { timeline } from './timeline.js';
import { tradeOff } from './trade-off.js';
import { whereTimeGoes, whereTimeGoesInRun } from './where-time-goes.js';

export type { Chart, Look, Place, Places, RunData, SweepChart, SweepData } from './chart.js';
export { type LatencyScale, tradeOff } from './trade-off.js';
export { heatmap } from './heatmap.js';
export { anchorName } from './anchor.js';
export { type FontData, withFonts } from './fonts-in-svg.js';
export { cssVariables, DARK, inColors, LIGHT, type Palette, THEMABLE } from './palette.js';

/** The pictures of a sweep, in the order in which they tell it. */
export const SWEEP_CHARTS: readonly SweepChart[] = [tradeOff, latency, throughput, whereTimeGoes, heatmap];

/** The pictures of one run. */
export const RUN_CHARTS: readonly Chart<RunData>[] = [
  timeline,
  timelineBySlot,
  whereTimeGoesInRun,
  distributions,
];
export { isUnstable, pointLabel, rateLabel, sizeLabel } from './sweep-points.js';
export { stretchAxis, tickLabel, type TimeUnit, timeUnit } from './axis.js';
export { type Part, PARTS, swatches } from './time-parts.js';
