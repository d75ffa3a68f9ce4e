import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../errors.js';
import { type OnnxSettings, weightsFile } from './options.js';

/** What a model's folder says about it besides weights and vocabulary. */
export interface ModelFolder {
  /** Most tokens of prompt and output together in one row. */
  readonly contextTokens: number;
  /** The tokens with which the model ends a text; none if it never does. */
  readonly endTokens: readonly number[];
  /** What fills a row where it has no token of its own. */
  readonly padToken: number;
  /** A chat template in a file of its own, which transformers.js does not look for; null if there is none. */
  readonly chatTemplate: string | null;
}

/** The tokens of a model as the configuration of its generation names them. */
interface NamedTokens {
  readonly eos_token_id?: number | readonly number[] | null;
  readonly pad_token_id?: number | null;
}

/** Architectures have different names for it. */
const CONTEXT_NAMES = ['max_position_embeddings', 'n_positions', 'n_ctx', 'max_seq_len', 'seq_length'];

/** @throws EngineError that names what is missing or cannot be read */
export async function readModelFolder(settings: OnnxSettings): Promise<ModelFolder> {
  const { modelPath, dtype } = settings;
  const required = ['config.json', 'tokenizer.json', 'tokenizer_config.json', weightsFile(dtype)];
  for (const file of required) await assertReadable(modelPath, file);
  const config = await readJson(join(modelPath, 'config.json'));
  const generation: NamedTokens = (await readIfThere(modelPath, 'generation_config.json', readJson)) ?? {};
  const endTokens = [generation.eos_token_id ?? (config as NamedTokens).eos_token_id ?? []].flat();
  const padToken = generation.pad_token_id ?? (config as NamedTokens).pad_token_id ?? endTokens[0] ?? 0;
  return {
    contextTokens: contextOf(settings, config),
    endTokens,
    padToken,
    chatTemplate: await readIfThere(modelPath, 'chat_template.jinja', (path) => readFile(path, 'utf8')),
  };
}

function contextOf({ modelPath, contextTokens }: OnnxSettings, config: Record<string, unknown>): number {
  const known = CONTEXT_NAMES.map((name) => config[name]).find(Number.isSafeInteger) as number | undefined;
  if (known === undefined && contextTokens === undefined) {
    throw new EngineError(
      `${modelPath}: its config.json does not say how long its context is; expected the option contextTokens`,
    );
  }
  if (known !== undefined && contextTokens !== undefined && contextTokens > known) {
    throw new EngineError(
      `onnxEngine: expected contextTokens to be at most ${known}, the model's context, got ${contextTokens}`,
    );
  }
  return contextTokens ?? known!;
}

async function assertReadable(folder: string, file: string): Promise<void> {
  try {
    await access(join(folder, file));
  } catch (error) {
    throw new EngineError(`${folder}: no folder of an ONNX model: expected ${file} in it`, { cause: error });
  }
}

async function readIfThere<Content>(
  folder: string,
  file: string,
  read: (path: string) => Promise<Content>,
): Promise<Content | null> {
  const path = join(folder, file);
  try {
    return await read(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new EngineError(`${path}: expected JSON: ${(error as Error).message}`, { cause: error });
  }
}
