import { azure } from './azure.js';
import { burstgpt } from './burstgpt.js';
import { lockstep } from './lockstep.js';
import { mooncake } from './mooncake.js';
import { splitwise } from './splitwise.js';
import { vidur } from './vidur.js';

/** Every trace format that is recognized. No two of them share all the columns of either. */
export const TRACE_FORMATS = [azure, burstgpt, lockstep, mooncake, splitwise, vidur] as const;

export type TraceFormatName = (typeof TRACE_FORMATS)[number]['name'];

/** The names of all formats, in alphabetical order. */
export const TRACE_FORMAT_NAMES: readonly TraceFormatName[] = TRACE_FORMATS.map((format) => format.name);
