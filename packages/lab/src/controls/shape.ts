import type { Ladder } from './ladder.js';

/** Texts as they stand in the fields of a control, by the name of their parameter. */
export type Params = Readonly<Record<string, string>>;

/** One field of a shape. */
export interface Param {
  readonly name: string;
  readonly label: string;
  /** What it has before anyone typed; empty where it may be left out. */
  readonly start: string;
  /** Values of a slider beside the field. */
  readonly ladder?: Ladder;
  /** What the slider's numbers are; a bare number by default. */
  readonly unit?: 'ms';
  /** The only texts that it may have. */
  readonly choices?: readonly string[];
  /** How it stands in the notation: by its place (default), as `name=value`, or as a bare name that is on or off. */
  readonly as?: 'place' | 'named' | 'flag';
}

/** One way to write the value of an option, such as `uniform:10-29`, as fields to fill in. */
export interface Shape {
  readonly name: string;
  readonly label: string;
  /** What it means, in one plain sentence. */
  readonly sentence: string;
  readonly params: readonly Param[];
  /** The notation of the command line. */
  write(params: Params): string;
  /** The fields of a text in this notation; null if it is written in another shape. */
  read(text: string): Params | null;
  /** Adapts the other fields to one that was set. */
  adapt?(params: Params, changed: string): Params;
}

/** A shape and what stands in its fields. */
export interface Chosen {
  readonly shape: Shape;
  readonly params: Params;
}

/** The shape that a text is written in: the first that reads it. */
export function chosenOf(shapes: readonly Shape[], text: string): Chosen {
  for (const shape of shapes) {
    const params = shape.read(text);
    if (params !== null) return { shape, params };
  }
  throw new Error(`no shape for ${text}`);
}

/** What a shape's fields hold before anyone typed. */
export function startOf(shape: Shape): Params {
  return Object.fromEntries(shape.params.map(({ name, start }) => [name, start]));
}

/** Any text: the last of the shapes of an option, for what has no fields of its own. */
export function freeText(sentence: string): Shape {
  return {
    name: 'text',
    label: 'As text',
    sentence,
    params: [{ name: 'text', label: 'Text', start: '' }],
    write: ({ text }) => text!,
    read: (text) => ({ text }),
  };
}
