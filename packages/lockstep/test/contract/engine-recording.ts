import type {
  Engine,
  GenerationContext,
  GenerationRequest,
  GenerationResult,
  TokenPart,
} from 'lockstep/engine';

/** All that an engine told about one batch. */
export interface Recording {
  /** What `generate` resolved with; every row an answer. */
  readonly results: readonly GenerationResult[];
  /** What was emitted, row by row. */
  readonly parts: readonly (readonly TokenPart[])[];
  /** What was answered, in the order in which it came. */
  readonly answers: readonly { readonly row: number; readonly result: GenerationResult | Error }[];
  /** Emits that came after their row's answer. */
  readonly late: readonly number[];
}

/** Prepares and runs a batch, writing down all that it tells. A row that fails is thrown. */
export async function record(
  engine: Engine,
  requests: readonly GenerationRequest[],
  context: GenerationContext = {},
): Promise<Recording> {
  const prepared = await Promise.all(requests.map((request) => engine.prepare(request)));
  const parts: TokenPart[][] = requests.map(() => []);
  const answers: { row: number; result: GenerationResult | Error }[] = [];
  const late: number[] = [];
  const results = await engine.generate(prepared, {
    ...context,
    emit(row, part) {
      if (answers.some((answer) => answer.row === row)) late.push(row);
      parts[row]!.push(part);
      context.emit?.(row, part);
    },
    answer(row, result) {
      answers.push({ row, result });
      context.answer?.(row, result);
    },
  });
  return { results: results.map(succeeded), parts, answers, late };
}

/** The text of one request alone in a batch. */
export async function textAlone(engine: Engine, request: GenerationRequest): Promise<string> {
  return (await record(engine, [request])).results[0]!.text;
}

function succeeded(result: GenerationResult | Error): GenerationResult {
  if (result instanceof Error) throw result;
  return result;
}
