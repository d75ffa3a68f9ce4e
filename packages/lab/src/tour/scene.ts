import type { DecisionLog } from 'lockstep/core';
import type { Limitations, RequestSpan, RowSpan } from 'lockstep/metrics';
import type { ScenarioKey, WrittenScenario, WrittenValue } from 'lockstep/scenario';
import type { View } from '../state/lab.js';
import type { Measure } from './measures.js';

/** One limitation of static batching, shown by a run. */
export interface Scene {
  readonly name: string;
  /** What it is: at most two short sentences, with its terms explained. */
  readonly about: string;
  /** The run that shows it at a glance: few requests, so that each bar is seen. */
  readonly scenario: WrittenScenario;
  readonly rows: View['rows']['value'];
  readonly finding: Finding;
  /** How strongly a request shows the limitation; the timeline tells the story of the one that shows it most. */
  strength(span: AnsweredSpan): number;
  /** How strongly the chosen one has to show it, for the scene to be worth seeing. */
  readonly leastStrength: number;
  /** What the limitation did to one request, in one sentence. */
  story(span: AnsweredSpan, log: DecisionLog): string;
  readonly control: SceneControl;
  /** What the control is about, and what moving it costs. */
  readonly effect: Measure;
  readonly price: Measure;
}

/** A request that a batch ran, and that got its answer. */
export interface AnsweredSpan extends RequestSpan {
  readonly row: RowSpan;
  /** When its answer left (ms). */
  readonly releasedAt: number;
}

/** Where the sentence on the whole run comes from. */
export type Finding =
  | { readonly of: 'run'; tell(limitations: Limitations): string }
  /** No single run shows it: these sizes at these rates (requests/s) do. */
  | { readonly of: 'sweep'; readonly batchSizes: readonly number[]; readonly rates: readonly number[] };

/** The one option that the visitor is asked to move. */
export interface SceneControl {
  readonly key: ScenarioKey;
  readonly label: string;
  /** What to move, and what to watch while one does. */
  readonly hint: string;
  /** Where its slider stops; the scene's own value is one of them. */
  readonly values: readonly WrittenValue[];
  inWords(value: WrittenValue): string;
}
