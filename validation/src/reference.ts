import { readFileSync } from 'node:fs';

export type Inputs = Readonly<Record<string, number | string>>;

/** One closed form or exact chain: a system and what it must come to, both in the units of its inputs. */
export interface Item {
  readonly id: string;
  readonly inputs: Inputs;
  readonly expected: Readonly<Record<string, number>>;
  /** Relative tolerance that a long run should meet. */
  readonly tolerance: number;
  /** Place in the file, from 0: it seeds the item's simulations. */
  readonly index: number;
}

interface RawItem {
  readonly id: string;
  readonly inputs: Inputs;
  readonly expected: Readonly<Record<string, number | Readonly<Record<string, number>>>>;
  readonly tol_rel: number;
}

/** A table that others measured and published. */
export interface PublishedTable {
  readonly id: string;
  readonly source: string;
  readonly [rest: string]: unknown;
}

const FILE = new URL('../../packages/lockstep/test/oracles/reference.json', import.meta.url);

/** Reads the reference results. */
export function readReference(): { items: Item[]; published: PublishedTable[] } {
  const { items, published } = JSON.parse(readFileSync(FILE, 'utf8')) as {
    items: RawItem[];
    published: PublishedTable[];
  };
  return {
    items: items.map(({ id, inputs, expected, tol_rel }, index) => ({
      id,
      inputs,
      expected: flat(expected),
      tolerance: tol_rel,
      index,
    })),
    published,
  };
}

/** A number among an item's inputs; `inf` is Infinity. */
export function number(inputs: Inputs, name: string): number {
  const value = inputs[name] === 'inf' ? Infinity : inputs[name];
  if (typeof value !== 'number') throw new Error(`expected the input ${name} as a number, got ${value}`);
  return value;
}

/** A word among an item's inputs. */
export function word(inputs: Inputs, name: string): string {
  const value = inputs[name];
  if (typeof value !== 'string') throw new Error(`expected the input ${name} as a word, got ${value}`);
  return value;
}

/** `{decode_ms: {8: 1.5}}` becomes `{'decode_ms 8': 1.5}`. */
function flat(expected: RawItem['expected']): Record<string, number> {
  return Object.fromEntries(
    Object.entries(expected).flatMap(([name, value]): [string, number][] =>
      typeof value === 'number'
        ? [[name, value]]
        : Object.entries(value).map(([key, inner]): [string, number] => [`${name} ${key}`, inner]),
    ),
  );
}
