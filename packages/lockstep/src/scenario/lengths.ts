import {
  cappedExponential,
  empirical,
  fixed,
  geometric,
  type LengthDistribution,
  lognormal,
  uniform,
} from '../workload/index.js';
import { Arguments } from './arguments.js';
import type { ReadText } from './read-text.js';
import { type Form, parseForm, reading, valued } from './form.js';
import { parseNonNegative, parsePositive, parseWhole } from './numbers.js';
import { ScenarioError } from './scenario-error.js';

/** Makes a distribution of lengths; only measured ones read a file. */
export type WrittenLengths = (readText: ReadText) => LengthDistribution;

const LENGTH_FORMS: Record<string, Form<WrittenLengths>> = {
  fixed: valued('fixed:128', (text) => made(fixed(parseWhole(text, 0)))),
  uniform: valued('uniform:10-29', (text) => {
    const match = /^(\d+)-(\d+)$/.exec(text);
    if (match === null) {
      throw new ScenarioError(`expected shortest-longest, as in uniform:10-29, got ${JSON.stringify(text)}`);
    }
    return made(uniform(Number(match[1]), Number(match[2])));
  }),
  lognormal: {
    example: 'lognormal:200:cv=1',
    parse: (rest) => {
      const read = Arguments.read(rest, ':', { example: 'lognormal:200:cv=1', places: 1, names: ['cv'] });
      const mean = read.needAt(0, (text) => parsePositive(text, 'a mean'));
      return made(
        lognormal(
          mean,
          read.need('cv', (text) => parseNonNegative(text)),
        ),
      );
    },
  },
  geometric: valued('geometric:128', (text) => made(geometric(parsePositive(text, 'a mean')))),
  exponential: {
    example: 'exponential:128:cap=512',
    parse: (rest) => {
      const form = { example: 'exponential:128:cap=512', places: 1, names: ['cap'] };
      const read = Arguments.read(rest, ':', form);
      const mean = read.needAt(0, (text) => parsePositive(text, 'a mean'));
      return made(
        cappedExponential(
          mean,
          read.need('cap', (text) => parseWhole(text, 1)),
        ),
      );
    },
  },
  empirical: valued(
    'empirical:FILE',
    (file) => (readText) => empirical(readLengths(file, readText(file)), { name: `empirical:${file}` }),
  ),
};

/**
 * Reads lengths: a number of tokens, `uniform:10-29`, `lognormal:200:cv=1`, `geometric:128`,
 * `exponential:128:cap=512` or `empirical:FILE`, a file with one whole number a line.
 * @throws ScenarioError or WorkloadError for anything else
 */
export function parseLengths(text: string): WrittenLengths {
  if (/^\d+$/.test(text)) return LENGTH_FORMS.fixed!.parse(text);
  return parseForm('a number of tokens or lengths', text, LENGTH_FORMS);
}

function made(lengths: LengthDistribution): WrittenLengths {
  return () => lengths;
}

const MOST_LENGTHS = 10_000_000;

function readLengths(file: string, text: string): number[] {
  const values: number[] = [];
  if (text === '') return values;
  const end = text.endsWith('\n') ? text.length - 1 : text.length;
  for (let start = 0; start <= end;) {
    const newline = text.indexOf('\n', start);
    const stop = newline === -1 || newline > end ? end : newline;
    if (values.length === MOST_LENGTHS) {
      throw new ScenarioError(`${file}: expected at most ${MOST_LENGTHS} lengths, got more`);
    }
    const line = text.slice(start, stop).trim();
    values.push(reading(`${file}, line ${values.length + 1}`, () => parseWhole(line, 0)));
    start = stop + 1;
  }
  return values;
}
