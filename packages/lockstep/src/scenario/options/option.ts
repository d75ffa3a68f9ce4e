import type { Notation } from './notations.js';

/** What an option decides, which is what has to be made anew when it changes. */
export type Subject =
  /** How requests become batches, and when their answers leave: what one chooses. */
  | 'schedule'
  /** How long a batch takes. */
  | 'execution'
  /** Which requests arrive, when, with which lengths, and which of them are counted. */
  | 'requests'
  /** How many requests per second full batches sustain. */
  | 'capacity'
  /** Which figures are worked out of the run. */
  | 'figures';

/** A plain field of the lab. */
export interface LabField {
  /** The part of the controls that it stands in. */
  readonly part: 'limits' | 'trace';
  /** What it is called there (default: the option's name). */
  readonly label?: string;
  /** What an empty field means. */
  readonly placeholder?: string;
}

/** One option of a scenario: all that help texts, schemas, files, sweeps and forms know of it. */
export interface ScenarioOption<Value = string | number | boolean> extends Notation<Value> {
  readonly group: 'Batches' | 'Cost' | 'Workload' | 'Trace' | 'Numbers';
  /** What sentences, tables and the lab call it, such as `Batch size`. */
  readonly name: string;
  /** What its value is called in help texts; null for an option that is on or off. */
  readonly argument: string | null;
  /** Whether `lockstep sweep` takes several values with commas under its own name; `--vary` takes several of any option. */
  readonly list?: true;
  readonly help: string;
  /** What a scenario that does not give it gets; null where that is nothing. */
  readonly default: Value | null;
  /** Where the default does not hold. */
  readonly defaultNote?: string;
  /** Whether every complete scenario states it. */
  readonly always?: true;
  readonly decides: readonly Subject[];
  /** How the lab lets one set it: in a plain field, in a control made for it (`own`), or not at all (null). */
  readonly control: LabField | 'own' | null;
}
