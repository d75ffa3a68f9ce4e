import { CostError } from './cost-model.js';
import { GPUS, type Gpu } from './gpus.js';
import { checkPlacement } from './memory.js';
import { MODELS, type TransformerModel } from './models.js';
import { preset } from './parameters.js';

/** A GPU and a model, as a roofline takes them. */
export interface Hardware {
  readonly gpu: Gpu;
  readonly model: TransformerModel;
  /** GPUs that share each layer; 1 unless the file says otherwise. */
  readonly gpus: number;
}

type Kind = 'string' | 'number' | 'boolean';

const GPU_FIELDS: Readonly<Record<keyof Gpu, Kind>> = {
  name: 'string',
  teraflops: 'number',
  bandwidthGBps: 'number',
  memoryGB: 'number',
};

const MODEL_FIELDS: Readonly<Record<keyof TransformerModel, Kind>> = {
  name: 'string',
  layers: 'number',
  hidden: 'number',
  heads: 'number',
  kvHeads: 'number',
  headDim: 'number',
  intermediate: 'number',
  gated: 'boolean',
  vocabulary: 'number',
  tiedEmbedding: 'boolean',
  weightBytes: 'number',
  kvBytes: 'number',
};

const OPTIONAL = new Set(['weightBytes', 'kvBytes']);

/** Far more than a GPU and a model need. */
const MOST_CHARACTERS = 1_000_000;

/**
 * Reads a GPU and a model of your own from JSON: `{"gpu": …, "model": …, "gpus": 2}`, each either the name of a
 * preset or an object with the fields of Gpu and TransformerModel; `gpus` may be left out.
 * @param json the file's text
 * @param file what to call it in an error
 * @throws CostError that says which field of the file was expected to be what, and what stands there
 */
export function parseHardware(json: string, file: string): Hardware {
  if (json.length > MOST_CHARACTERS) {
    throw new CostError(`${file}: expected at most ${MOST_CHARACTERS} characters, got ${json.length}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new CostError(`${file}: expected JSON: ${(error as Error).message}`);
  }
  const top = fields(value, file, { gpu: null, model: null, gpus: 'number' }, new Set(['gpus']));
  const gpu =
    typeof top.gpu === 'string'
      ? preset(file, '"gpu"', GPUS, top.gpu)
      : (fields(top.gpu, `${file}: "gpu"`, GPU_FIELDS, OPTIONAL) as unknown as Gpu);
  const model =
    typeof top.model === 'string'
      ? preset(file, '"model"', MODELS, top.model)
      : (fields(top.model, `${file}: "model"`, MODEL_FIELDS, OPTIONAL) as unknown as TransformerModel);
  const gpus = (top.gpus as number | undefined) ?? 1;
  try {
    checkPlacement({ gpu, model, gpus });
  } catch (error) {
    throw error instanceof CostError ? new CostError(`${file}: ${error.message}`) : error;
  }
  return { gpu, model, gpus };
}

/** Passes an object with exactly these fields through; a kind of null takes anything. */
function fields(
  value: unknown,
  where: string,
  kinds: Readonly<Record<string, Kind | null>>,
  optional: ReadonlySet<string>,
): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CostError(
      `${where}: expected an object with ${Object.keys(kinds).join(', ')}; got ${written(value)}`,
    );
  }
  const object = value as Record<string, unknown>;
  for (const key of Object.keys(object)) {
    if (!Object.hasOwn(kinds, key)) {
      throw new CostError(
        `${where}: expected only the fields ${Object.keys(kinds).join(', ')}; got '${key.slice(0, 60)}'`,
      );
    }
  }
  for (const [key, kind] of Object.entries(kinds)) {
    const present = Object.hasOwn(object, key);
    if (!present && optional.has(key)) continue;
    if (!present || (kind !== null && typeof object[key] !== kind)) {
      const got = present ? written(object[key]) : 'nothing';
      throw new CostError(`${where}: expected ${key}${kind === null ? '' : ` as a ${kind}`}, got ${got}`);
    }
  }
  return object;
}

function written(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
