import type { Release } from 'lockstep/metrics';
import type { RunPoint } from 'lockstep/simulation';
import type { Swatch } from './legend.js';
import type { Palette } from './palette.js';

/** What a request's time consists of, in order. */
export const PARTS = ['blocked', 'forming', 'own', 'held'] as const;
export type Part = (typeof PARTS)[number];

const PART_NAMES: Record<Part, string> = {
  blocked: 'blocked: the engine is busy',
  forming: 'forming: the batch is held open',
  own: 'own tokens',
  held: 'held: done, the slot is not',
};

/**
 * The parts that a bar of the mean latency is made of. Unless answers leave when the batch ends, what is held after an
 * answer has left is no part of its latency.
 */
export function partsOfLatency(release: Release): readonly Part[] {
  return release === 'batch' ? PARTS : PARTS.filter((part) => part !== 'held');
}

/** A legend of the parts: what is waste is hollow. */
export function swatches(palette: Palette, parts: readonly Part[] = PARTS): Swatch[] {
  const colors: Record<Part, { fill: string; stroke: string }> = {
    blocked: { fill: palette.blocked, stroke: palette.blocked },
    forming: { fill: palette.formingFill, stroke: palette.forming },
    own: { fill: palette.own, stroke: palette.own },
    held: { fill: palette.heldFill, stroke: palette.held },
  };
  return parts.map((part) => ({ label: PART_NAMES[part], ...colors[part] }));
}

/** Means (ms) over the completed requests; the mean of a sum is the sum of the means, so they add up. */
export function partsOf(point: RunPoint): Record<Part, number> {
  const blocked = point.blockedMs.mean ?? 0;
  const forming = point.formingMs.mean ?? 0;
  const held = point.heldMs.mean ?? 0;
  const latency = point.e2eLatencyMs.mean ?? 0;
  const own = latency - blocked - forming - (point.release === 'batch' ? held : 0);
  // Rounding may leave -1e-12 of nothing.
  return { blocked, forming, own: Math.max(0, own), held };
}

/** Of the parts that make up the latency. */
export function total(point: RunPoint): number {
  const parts = partsOf(point);
  return partsOfLatency(point.release).reduce((sum, part) => sum + parts[part], 0);
}
