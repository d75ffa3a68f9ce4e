import type { FinishReason, GenerationRequest } from 'lockstep/engine';
import type { EndpointNeutral } from '../parameters/neutral.js';
import type { Given } from '../parameters/read.js';

/** How one answer among those of a request ended: `stop` or `length`. */
export type Ending = Exclude<FinishReason, 'cancelled'>;

/** One way of OpenAI's API to ask for text: what it reads, and the shapes in which it answers. */
export interface Endpoint {
  readonly path: string;
  /** What ids of its answers begin with. */
  readonly idPrefix: string;
  /** What its JSON answers and the chunks of its streams call themselves. */
  readonly answerObject: string;
  readonly chunkObject: string;
  /** Its name for what an engine calls `prompt`. */
  readonly promptParameter: string;
  /** The parameters that it reads. */
  readonly known: ReadonlySet<string>;
  /** Values of other parameters that ask for what happens anyway, here and not at every endpoint. */
  readonly neutral: EndpointNeutral;
  /**
   * What is to be continued or answered: at least one.
   * @throws ApiError for anything else
   */
  prompts(given: Given): readonly GenerationRequest['prompt'][];
  /** An answer, whole. */
  choice(index: number, text: string, ending: Ending): object;
  /** What a stream says before the first text of an answer; null for nothing. */
  opening(index: number): object | null;
  /** A piece of an answer's text. */
  piece(index: number, text: string): object;
  /** The end of an answer. */
  closing(index: number, ending: Ending): object;
}
