import { access, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bounded } from '../bounded-text.js';
import { EngineError } from '../errors.js';
import { assertShallow, checkTokenizer, type Fields, isFields } from './check-tokenizer.js';
import { checkOnnx } from './check-onnx.js';
import { type OnnxSettings, weightsFile } from './onnx-options.js';

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
  /** Bytes of the longest token's text; null where the tokenizer may drop or join text. */
  readonly longestToken: number | null;
}

/** Architectures have different names for it. */
const CONTEXT_NAMES = ['max_position_embeddings', 'n_positions', 'n_ctx', 'max_seq_len', 'seq_length'];

/** Most bytes of a file that is read whole. The largest vocabularies of today have 40 MB. */
const MOST_BYTES = { 'tokenizer.json': 2 ** 28, other: 2 ** 24 };

/** @throws EngineError that names what is missing or cannot be read, and says what was expected */
export async function readModelFolder(settings: OnnxSettings): Promise<ModelFolder> {
  const { modelPath, dtype } = settings;
  const required = ['config.json', 'tokenizer.json', 'tokenizer_config.json', weightsFile(dtype)];
  for (const file of required) await assertReadable(modelPath, file);
  const config = await readJson(modelPath, 'config.json');
  const generation = (await readIfThere(modelPath, 'generation_config.json', readJson)) ?? {};
  await readJson(modelPath, 'tokenizer_config.json');
  const longestToken = checkTokenizer(modelPath, await readJson(modelPath, 'tokenizer.json'));
  await checkOnnx(join(modelPath, weightsFile(dtype)));
  const endTokens = [tokenIds(modelPath, 'eos_token_id', generation, config)].flat();
  const padToken = [tokenIds(modelPath, 'pad_token_id', generation, config)].flat()[0] ?? endTokens[0] ?? 0;
  return {
    contextTokens: contextOf(settings, config),
    endTokens,
    padToken,
    chatTemplate: await readIfThere(modelPath, 'chat_template.jinja', readText),
    longestToken,
  };
}

/** Token ids as the configuration of the generation names them, else as the model's does; none where neither does. */
function tokenIds(folder: string, name: string, ...configs: readonly Fields[]): readonly number[] {
  const given = configs.map((config) => config[name]).find((value) => value !== undefined && value !== null);
  const ids: readonly unknown[] = given === undefined ? [] : [given].flat();
  if (ids.every((id) => Number.isInteger(id) && (id as number) >= 0 && (id as number) < 2 ** 31)) {
    return ids as readonly number[];
  }
  throw new EngineError(
    `${folder}: expected ${name} of its configuration to be a token id or a list of them`,
  );
}

function contextOf({ modelPath, contextTokens }: OnnxSettings, config: Fields): number {
  const known = CONTEXT_NAMES.map((name) => config[name]).find(
    (value) => Number.isSafeInteger(value) && (value as number) >= 2,
  ) as number | undefined;
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
  read: (folder: string, file: string) => Promise<Content>,
): Promise<Content | null> {
  try {
    await access(join(folder, file));
  } catch {
    return null;
  }
  return read(folder, file);
}

async function readJson(folder: string, file: string): Promise<Fields> {
  const path = join(folder, file);
  const text = await readText(folder, file);
  assertShallow(path, text);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new EngineError(
      `${path}: ${file === 'tokenizer.json' ? 'its tokenizer cannot be read: ' : ''}expected JSON: ${bounded((error as Error).message, 200)}`,
      {
        cause: error,
      },
    );
  }
  if (isFields(content)) return content;
  throw new EngineError(`${path}: expected a JSON object`);
}

async function readText(folder: string, file: string): Promise<string> {
  const path = join(folder, file);
  const most = file === 'tokenizer.json' ? MOST_BYTES[file] : MOST_BYTES.other;
  try {
    const { size } = await stat(path);
    if (size > most) throw new EngineError(`expected at most ${most} bytes, got ${size}`);
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new EngineError(`${path}: cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
