import type { Sweep, SweepRun } from 'lockstep/scenario';

/** A point of a sweep as the command line writes it, for an error or a note: `batch size 8, oldest:50ms, seed 2`. */
export function runInWords({ axes }: Sweep, { coordinates }: SweepRun): string {
  return axes
    .map(({ option, name }) => {
      const value = String(coordinates[option]);
      if (option === 'wait') return value;
      return option === 'rate' ? `${value} requests/s` : `${name.toLowerCase()} ${value}`;
    })
    .join(', ');
}
