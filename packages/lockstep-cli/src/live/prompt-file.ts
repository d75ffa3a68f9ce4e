import { z } from 'zod';
import { UsageError } from '../failure.js';
import type { Prompt, Prompts } from './prompts.js';

const prompt = z.union([
  z.object({ prompt: z.string().min(1) }).transform((line): Prompt => line.prompt),
  // MT-bench: later turns answer what a model said, so that only the first can be asked by itself.
  z
    .object({ turns: z.array(z.string()).min(1) })
    .transform(({ turns }): Prompt => [{ role: 'user', content: turns[0]! }]),
  z
    .object({
      messages: z
        .array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }))
        .min(1),
    })
    .transform((line): Prompt => line.messages),
]);

/** A line as it is, or as the body of a line of OpenAI's Batch API. */
const promptLine = z.union([prompt, z.object({ body: prompt }).transform(({ body }) => body)]);

const MOST_CHARACTERS = 100e6;

/**
 * Real prompts, asked in their order and from the start again when there are too few: a prompt a line, or JSON lines
 * with `prompt`, `turns` or `messages`. Their lengths are their own.
 * @param file for messages
 * @throws UsageError for a file without prompts, or a line of JSON without one
 */
export function filePrompts(file: string, text: string): Prompts {
  if (text.length > MOST_CHARACTERS) {
    throw new UsageError(
      `${file}: expected prompts of at most ${MOST_CHARACTERS / 1e6} MB in all, got ${Math.ceil(text.length / 1e6)} MB`,
    );
  }
  const lines = text.split(/\r?\n/).map((line, index) => ({ line, where: `${file}, line ${index + 1}` }));
  const written = lines.filter(({ line }) => line.trim() !== '');
  const first = written[0];
  if (first === undefined) throw new UsageError(`${file}: expected prompts, got an empty file`);
  if (/^\s*\[/.test(text) && Array.isArray(parsed(text)))
    throw new UsageError(`${file}: expected a prompt a line, got one JSON array`);
  const prompts: readonly Prompt[] = first.line.trimStart().startsWith('{')
    ? written.map(({ line, where }) => readPrompt(line, where))
    : written.map(({ line }) => line);
  return {
    note: `Prompts: ${prompts.length} of ${file}, asked in turn.`,
    promptOf: (place) => prompts[place % prompts.length]!,
  };
}

function readPrompt(line: string, where: string): Prompt {
  const result = promptLine.safeParse(parsed(line));
  if (result.success) return result.data;
  const shown = line.length > 60 ? `${line.slice(0, 60)}…` : line;
  throw new UsageError(`${where}: expected JSON with prompt, turns or messages, got ${shown}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
