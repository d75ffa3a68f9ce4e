import {
  affine,
  type CostModel,
  exponential,
  GPUS,
  KERNEL_FITS,
  kernels,
  mock,
  MODELS,
  parseHardware,
  parseTable,
  roofline,
  table,
  TABLE_PRESETS,
} from '../cost/index.js';
import { Arguments } from './arguments.js';
import { parseDuration } from './duration.js';
import type { ReadText } from './read-text.js';
import { type Form, parseForm, valued } from './form.js';
import { didYouMean } from './nearest.js';
import { parsePositive, parseShare, parseNonNegative } from './numbers.js';
import { ScenarioError } from './scenario-error.js';

/** Makes a cost model; only measurements and hardware of one's own read a file. */
export type WrittenCost = (readText: ReadText) => CostModel;

const AFFINE = {
  prefill: 'prefillMs',
  'prefill-row': 'prefillPerRowMs',
  'prefill-token': 'prefillPerTokenMs',
  step: 'stepMs',
  'step-row': 'stepPerRowMs',
  'step-token': 'stepPerTokenMs',
} as const;

const COST_FORMS: Record<string, Form<WrittenCost>> = {
  mock: {
    example: 'mock:50ms',
    parse: (rest) => made(mock(rest === null ? {} : { tokenMs: parseDuration(rest) })),
  },
  affine: {
    example: 'affine:prefill=50ms,prefill-row=10ms,step=20ms,step-row=0.5ms',
    parse: (rest) => {
      const example =
        'times among ' +
        Object.keys(AFFINE)
          .map((name) => `${name}=10ms`)
          .join(',');
      if (rest === null) throw new ScenarioError(`expected ${example}`);
      const read = Arguments.read(rest, ',', { example, names: Object.keys(AFFINE) });
      const given = Object.entries(AFFINE).map(
        ([name, key]) => [key, read.get(name, parseDuration)] as const,
      );
      return made(affine(Object.fromEntries(given.filter(([, ms]) => ms !== null))));
    },
  },
  exponential: valued('exponential:1s', (text) => made(exponential({ meanMs: parseDuration(text) }))),
  kernels: {
    example: 'kernels:llama-3-8b@a100',
    parse: (rest) => {
      const example = 'kernels:llama-3-8b@a100[,packed][,host=1ms][,host-factor=1.06]';
      const names = ['host', 'host-factor'];
      const read = Arguments.read(rest, ',', { example, places: 1, names, flags: ['packed'] });
      const fit = read.needAt(0, (text) => known('a model on a GPU', text, KERNEL_FITS));
      return made(
        kernels(fit, {
          ...(read.has('packed') && { padding: 'packed' }),
          ...given('hostOverheadMs', read.get('host', parseDuration)),
          ...given(
            'hostOverheadFactor',
            read.get('host-factor', (text) => parsePositive(text)),
          ),
        }),
      );
    },
  },
  table: valued('table:FILE.csv', (source) => {
    if (/\.csv(\.gz)?$/.test(source)) {
      return (readText) => table(parseTable(readText(source), source), { name: `table:${source}` });
    }
    return made(table(known('a file that ends in .csv or measurements', source, TABLE_PRESETS)));
  }),
  roofline: {
    example: 'roofline:llama-3-8b@h100',
    parse: (rest) => {
      const example =
        'roofline:llama-3-8b@h100[x2][,compute=0.66][,bandwidth=0.81][,overhead=3.36ms][,packed][,reserve=0.1]';
      const names = ['compute', 'bandwidth', 'overhead', 'reserve'];
      const read = Arguments.read(rest, ',', { example, places: 1, names, flags: ['packed'] });
      const source = read.needAt(0, (text) => text);
      const options = {
        ...given('computeEfficiency', read.get('compute', parseShare)),
        ...given('bandwidthEfficiency', read.get('bandwidth', parseShare)),
        ...given('stepOverheadMs', read.get('overhead', parseDuration)),
        ...given(
          'memoryReserve',
          read.get('reserve', (text) => parseNonNegative(text)),
        ),
        ...(read.has('packed') && { padding: 'packed' as const }),
      };
      if (source.endsWith('.json')) {
        const name = `roofline:${rest}`;
        return (readText) => roofline({ ...parseHardware(readText(source), source), ...options, name });
      }
      return made(roofline({ ...placement(source), ...options }));
    },
  },
};

/**
 * Reads a cost model: `mock[:50ms]`, `affine:prefill=50ms,…`, `exponential:1s`, `kernels:llama-3-8b@a100`,
 * `table:FILE.csv` or `table:PRESET`, `roofline:llama-3-8b@h100` or `roofline:FILE.json`, the last two with
 * options behind commas.
 * @throws ScenarioError or CostError for anything else
 */
export function parseCost(text: string): WrittenCost {
  return parseForm('a cost model', text, COST_FORMS);
}

function made(model: CostModel): WrittenCost {
  return () => model;
}

function given<Key extends string, T>(key: Key, value: T | null): { [key in Key]?: T } {
  return (value === null ? {} : { [key]: value }) as { [key in Key]?: T };
}

function known(what: string, name: string, presets: Readonly<Record<string, unknown>>): string {
  if (Object.hasOwn(presets, name)) return name;
  const names = Object.keys(presets);
  throw new ScenarioError(
    `expected ${what} (${names.join(', ')}), got ${JSON.stringify(name)}${didYouMean(name, names)}`,
  );
}

/** A model on its GPUs: `llama-3-8b@h100`, or `@h100x2` on two. */
function placement(text: string): { model: string; gpu: string; gpus?: number } {
  const match = /^([^@]+)@(.+?)(?:x(\d+))?$/.exec(text);
  if (match === null) {
    throw new ScenarioError(
      `expected a file that ends in .json or a model on a GPU, as in llama-3-8b@h100, got ${JSON.stringify(text)}`,
    );
  }
  const [, model, gpu, gpus] = match;
  return {
    model: known('a model', model!, MODELS),
    gpu: known('a GPU', gpu!, GPUS),
    ...(gpus !== undefined && { gpus: Number(gpus) }),
  };
}
