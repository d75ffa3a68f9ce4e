/** What the kernels of one model on one GPU take, fitted to measurements. All numbers finite, ≥ 0. */
export interface KernelFit {
  /** What the command line calls it, such as `llama-3-8b@a100`. */
  readonly name: string;
  /** A decode step takes baseMs + perRowMs·rows + perKvTokenMs·Σ KV tokens. */
  readonly decode: { readonly baseMs: number; readonly perRowMs: number; readonly perKvTokenMs: number };
  /** A prefill takes floorMs + perTokenMs·max(0, tokens − hingeTokens) + perSquaredTokenMs·Σ(prompt²). */
  readonly prefill: {
    readonly floorMs: number;
    readonly hingeTokens: number;
    readonly perTokenMs: number;
    readonly perSquaredTokenMs: number;
  };
}

/**
 * One GPU (A100-SXM4-80GB, H100-SXM-80GB), bf16. Fits of step times summed from the kernel times that
 * microsoft/vidur (MIT) and ai-dynamo/aiconfigurator (Apache-2.0) measured; see NOTICE. The largest error against
 * those sums is 14.4 % for a decode step, 8.7 % for a prefill of 64 tokens or more, and 16.8 % for one of 16. The
 * sums hold no host overhead; the honest error of an absolute value is 20 to 25 %.
 */
export const KERNEL_FITS: Readonly<Record<string, KernelFit>> = {
  'llama-2-7b@a100': {
    name: 'llama-2-7b@a100',
    decode: { baseMs: 9.6616, perRowMs: 0.030682, perKvTokenMs: 0.000313009 },
    prefill: { floorMs: 10.312, hingeTokens: 100, perTokenMs: 0.0619979, perSquaredTokenMs: 1.8538e-6 },
  },
  'llama-3-8b@a100': {
    name: 'llama-3-8b@a100',
    decode: { baseMs: 10.9444, perRowMs: 0.03593, perKvTokenMs: 8.0208e-5 },
    prefill: { floorMs: 13.0339, hingeTokens: 144, perTokenMs: 0.0692993, perSquaredTokenMs: 1.1421e-6 },
  },
  'llama-2-7b@h100': {
    name: 'llama-2-7b@h100',
    decode: { baseMs: 5.8824, perRowMs: 0.020625, perKvTokenMs: 0.000165549 },
    prefill: { floorMs: 6.2872, hingeTokens: 96, perTokenMs: 0.0173757, perSquaredTokenMs: 7.703e-7 },
  },
  'llama-3-8b@h100': {
    name: 'llama-3-8b@h100',
    decode: { baseMs: 6.765, perRowMs: 0.007901, perKvTokenMs: 4.266e-5 },
    prefill: { floorMs: 7.3777, hingeTokens: 220, perTokenMs: 0.0184327, perSquaredTokenMs: 9.397e-7 },
  },
};
