import type { Scenario } from 'lockstep/scenario';

const SCHEMA = 'https://unpkg.com/lockstep-cli/schema/scenario.schema.json';

/** A scenario as the text of a file that gives the same run. Its first line tells editors where the schema is. */
export async function scenarioText(scenario: Partial<Scenario>): Promise<string> {
  const { stringify } = await import('yaml');
  return `# yaml-language-server: $schema=${SCHEMA}\n${stringify(scenario)}`;
}
