import { sizeLabel } from 'lockstep-cli/charts';
import { list } from 'lockstep/scenario';
import type { ShownRun } from '../simulation/shown-run.js';
import type { ShownSweep } from '../state/lab.js';

/** The beginning of the names of a run's files: `lockstep-batch8-oldest50ms`; a recorded run has its title there. */
export function runName({ scenario, title, point }: Pick<ShownRun, 'scenario' | 'title' | 'point'>): string {
  if (scenario === null) return `lockstep-${slug(title)}`;
  const size = point.batchSize === Infinity ? 'inf' : sizeLabel(point.batchSize);
  return `lockstep-batch${size}-${slug(point.wait)}`;
}

/** The same of a sweep: `lockstep-sweep-oldest50ms`. */
export function sweepName({ scenario }: Pick<ShownSweep, 'scenario'>): string {
  return `lockstep-sweep-${list(scenario.wait).map(slug).join('-')}`;
}

/** As a part of a file's name, on every system: `oldest:50ms` is `oldest50ms`. */
function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .normalize('NFKD')
      .replaceAll(':', '')
      .replace(/[^a-z0-9.]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '')
      .slice(0, 60) || 'run'
  );
}
