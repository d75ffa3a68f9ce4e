import { fileURLToPath } from 'node:url';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The same small model twice: with exact weights, and quantised as it is shipped. */
export const EXACT = path('../../fixtures/tiny-prose/tiny-prose-f32.gguf');
export const QUANTISED = path('../../../../lockstep-cli/models/tiny-prose-q8_0.gguf');
