import type { Shape } from './shape.js';
import { writtenShape } from './written-shape.js';

/** When an answer leaves. */
export const RELEASE_SHAPES: readonly Shape[] = [
  writtenShape(':', {
    name: 'token',
    label: 'Token',
    sentence: 'Each token leaves as soon as it is made.',
    params: [],
  }),
  writtenShape(':', {
    name: 'request',
    label: 'Request',
    sentence: 'An answer leaves at its own last token; its slot stays held until the batch ends.',
    params: [],
  }),
  writtenShape(':', {
    name: 'batch',
    label: 'Batch',
    sentence: 'All answers leave together when the batch ends.',
    params: [],
  }),
];
