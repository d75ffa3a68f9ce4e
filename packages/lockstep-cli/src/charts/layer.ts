/** A layer of a Vega-Lite view, or a part of one, as JSON. */
export type Layer = Readonly<Record<string, unknown>>;
