import { fileURLToPath } from 'node:url';
import type { DisposableEngine } from 'lockstep/engine';
import { onnxEngine, type OnnxOptions } from 'lockstep/engine/onnx';

export const TINY_PROSE = fileURLToPath(
  new URL('../../fixtures/tiny-prose/tiny-prose-onnx', import.meta.url),
);

export function openTinyProse(options: Partial<OnnxOptions> = {}): Promise<DisposableEngine> {
  return onnxEngine({ modelPath: TINY_PROSE, ...options });
}
