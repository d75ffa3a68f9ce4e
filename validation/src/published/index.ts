import { azure } from './azure.js';
import { fasterTransformer } from './fastertransformer.js';
import { inoueTable } from './inoue.js';
import type { Published } from './published.js';
import { tensorRtLlm } from './tensorrt-llm.js';

/** Every published table that is checked. */
export const PUBLISHED: readonly Published[] = [fasterTransformer, tensorRtLlm, inoueTable, azure];
