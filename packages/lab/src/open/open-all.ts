import type { Lab } from '../state/lab.js';

/** Opens one file after the other, as each may name another; the first that is wrong ends it. */
export async function openAll({ open, problem }: Lab, files: readonly File[]): Promise<void> {
  for (const file of files) {
    const before = problem.value;
    await open(file);
    if (problem.value !== null && problem.value !== before) return;
  }
}
