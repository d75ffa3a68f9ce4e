import type { Scenario } from 'lockstep/scenario';

const SCHEMA = 'https://unpkg.com/lockstep-cli/schema/scenario.schema.json';

/** Prints a scenario as a file that gives the same run. Its first line tells editors where the schema is. */
export async function printScenario(scenario: Partial<Scenario>): Promise<void> {
  const { stringify } = await import('yaml');
  process.stdout.write(`# yaml-language-server: $schema=${SCHEMA}\n${stringify(scenario)}`);
}
