import type { DisposableEngine } from 'lockstep/engine';
import { afterAll, beforeAll, describe } from 'vitest';
import { cancellingClauses } from './engine-cancelling.js';
import { longPromptClauses } from './engine-long-prompts.js';
import { misuseClauses } from './engine-misuse.js';
import { preparingClauses } from './engine-preparing.js';
import { resultsClauses } from './engine-results.js';
import { EngineSubject, type EngineTraits } from './engine-subject.js';
import { textClauses } from './engine-texts.js';

export type { EngineTraits } from './engine-subject.js';

/**
 * What every engine promises, asked of one.
 * @param open makes an engine that takes batches of up to 8 and whose context holds at least 256 tokens
 */
export function engineContract(
  name: string,
  open: () => Promise<DisposableEngine>,
  traits: EngineTraits,
): void {
  describe(`the contract of engines: ${name}`, () => {
    const subject = new EngineSubject(open, traits);
    beforeAll(async () => {
      subject.engine = await open();
    });
    afterAll(async () => {
      await subject.engine.dispose();
    });

    preparingClauses(subject);
    longPromptClauses(subject);
    resultsClauses(subject);
    textClauses(subject);
    cancellingClauses(subject);
    misuseClauses(subject);
  });
}
