import type { GenerationRequest } from 'lockstep/engine';

export type Prompt = GenerationRequest['prompt'];

/** The prompts of a live run. */
export interface Prompts {
  /** What they are, in one sentence for the reader of a result. */
  readonly note: string;
  /**
   * @param place the request's place in the workload, from 0
   * @param promptTokens the length that the workload asks for
   */
  promptOf(place: number, promptTokens: number): Prompt | Promise<Prompt>;
}
