import * as transformers from '@huggingface/transformers';

const { Tensor } = transformers;
type Tensor = transformers.Tensor;

/** Keys and values of all tokens so far, by the names of the model's inputs. */
type Cache = Record<string, Tensor>;

/** Version 4 has a class for the cache; version 3 takes the tensors themselves. */
const cacheOf: (tensors: Cache) => Cache | transformers.DynamicCache =
  'DynamicCache' in transformers ? (tensors) => new transformers.DynamicCache(tensors) : (tensors) => tensors;

/** What a model makes of its inputs: `logits`, and one `present…` for every `past_key_values…` of the next step. */
export type ModelOutputs = Readonly<Record<string, Tensor>>;

/** What a model is fed in one step. */
export interface ModelInputs {
  /** rows × tokens that are new. */
  readonly input_ids: Tensor;
  /** rows × all tokens so far: 1, and 0 for padding. */
  readonly attention_mask: Tensor;
  readonly past_key_values?: Cache | transformers.DynamicCache;
  /** Logits are wanted for the last token alone; only some models ask. */
  readonly num_logits_to_keep: Tensor;
}

/**
 * The inputs of a batch, step by step: its prompts are padded on the left to the longest, so that all rows end together,
 * and from then on every row has one more token in each step.
 */
export class PaddedBatch {
  private readonly padding: readonly number[];
  private columns: number;

  /** @param prompts their tokens, none empty */
  constructor(
    private readonly prompts: readonly (readonly number[])[],
    private readonly padToken: number,
  ) {
    this.columns = Math.max(...prompts.map((prompt) => prompt.length));
    this.padding = prompts.map((prompt) => this.columns - prompt.length);
  }

  /** The first step: all prompts. */
  first(): ModelInputs {
    const ids = this.prompts.flatMap((prompt, row) => [
      ...new Array<number>(this.padding[row]!).fill(this.padToken),
      ...prompt,
    ]);
    return this.inputs(ids);
  }

  /** A step after the first: the last token of every row. */
  next(tokens: Iterable<number>, outputs: ModelOutputs): ModelInputs {
    this.columns++;
    const past = Object.entries(outputs)
      .filter(([name]) => name.startsWith('present'))
      .map(([name, tensor]) => [name.replace('present', 'past_key_values'), tensor] as const);
    return { ...this.inputs([...tokens]), past_key_values: cacheOf(Object.fromEntries(past)) };
  }

  private inputs(ids: readonly number[]): ModelInputs {
    const rows = this.prompts.length;
    return {
      input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [rows, ids.length / rows]),
      attention_mask: new Tensor('int64', this.mask(), [rows, this.columns]),
      num_logits_to_keep: new Tensor('int64', [1n], []),
    };
  }

  private mask(): BigInt64Array {
    const mask = new BigInt64Array(this.prompts.length * this.columns).fill(1n);
    this.padding.forEach((length, row) => {
      mask.fill(0n, row * this.columns, row * this.columns + length);
    });
    return mask;
  }
}
