/** What a roofline needs to know of a GPU. */
export interface Gpu {
  /** What the command line calls it, such as `h100`. */
  readonly name: string;
  /** Dense 16-bit matrix throughput (TFLOP/s), > 0. Data sheets often print twice that, for sparse matrices. */
  readonly teraflops: number;
  /** Memory bandwidth (GB/s), > 0. */
  readonly bandwidthGBps: number;
  /** Memory (GB of 10⁹ bytes), > 0. */
  readonly memoryGB: number;
}

/** From NVIDIA's data sheets, SXM variants where there are several; 16 bit is fp16 on the T4 and bf16 elsewhere. */
export const GPUS: Readonly<Record<string, Gpu>> = {
  t4: { name: 't4', teraflops: 65, bandwidthGBps: 300, memoryGB: 16 },
  l4: { name: 'l4', teraflops: 121, bandwidthGBps: 300, memoryGB: 24 },
  'rtx-4090': { name: 'rtx-4090', teraflops: 165.2, bandwidthGBps: 1008, memoryGB: 24 },
  'a100-40': { name: 'a100-40', teraflops: 312, bandwidthGBps: 1555, memoryGB: 40 },
  'a100-80': { name: 'a100-80', teraflops: 312, bandwidthGBps: 2039, memoryGB: 80 },
  h100: { name: 'h100', teraflops: 989.4, bandwidthGBps: 3350, memoryGB: 80 },
  h200: { name: 'h200', teraflops: 989.4, bandwidthGBps: 4800, memoryGB: 141 },
};
