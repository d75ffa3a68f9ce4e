import type { DecisionLog } from 'lockstep/core';
import type { RunPoint, SweepPoint, SweepResult } from 'lockstep/simulation';
import type { TopLevelSpec } from 'vega-lite';
import type { Palette } from './palette.js';

/** How a picture is to look; what it shows does not depend on it. */
export interface Look {
  readonly palette: Palette;
  /** The room there is (px), ≥ 320. Below 600 panels stand one under another. */
  readonly width: number;
  /** Whether panels can be found in the drawn picture, for what is laid over it; see `anchor.ts` (default false). */
  readonly anchors?: boolean;
}

/**
 * One kind of picture: a function from data to a Vega-Lite specification, in plain JSON with all positions
 * fixed, that a server and a browser draw alike.
 */
export interface Chart<Data> {
  /** Its file name without an ending. */
  readonly name: string;
  /** Whether these data have what the picture is about. */
  applies(data: Data): boolean;
  /** Why it is not drawn, where a reader may look for it; null where that is not worth a word. */
  whyNot?(data: Data): string | null;
  spec(data: Data, look: Look): TopLevelSpec;
  /** What is to be seen, and how to read it: one or two sentences under the picture. */
  caption(data: Data): string;
  /** The picture in words, with its figures, for those who can't see it. */
  alternative(data: Data): string;
}

/** A picture of a sweep, whose points can be found and marked. */
export interface SweepChart extends Chart<SweepData> {
  /** Where configurations stand in the picture that `spec` makes of the same. */
  places(data: SweepData, look: Look): Places;
}

export interface Places {
  /** Of every panel (px); places may lie beyond it where a value lies beyond its axis. */
  readonly plot: { readonly width: number; readonly height: number };
  /** How far from its middle a point reaches, to either side (px); Infinity for all of its row or column. */
  readonly reach: { readonly x: number; readonly y: number };
  /**
   * Every spot of a point, be it one of the data or one between them: a quantity between two others has its place
   * between theirs. None where it has no place on the axes.
   */
  of(point: SweepPoint): Place[];
}

/** A spot in a panel (px from its left top corner). */
export interface Place {
  readonly panel: number;
  /** The line that it is part of. */
  readonly series: string;
  readonly x: number;
  readonly y: number;
}

/** What the pictures of a sweep are made of. */
export interface SweepData {
  readonly result: SweepResult;
}

/** What the pictures of one run are made of. */
export interface RunData {
  readonly log: DecisionLog;
  readonly point: RunPoint;
}
