import type { SweepScenario } from 'lockstep/scenario';

const SCHEMA = 'https://unpkg.com/lockstep-cli/schema/scenario.schema.json';

/** A scenario as the text of a file that gives the same run. Its first line tells editors where the schema is. */
export async function scenarioText(scenario: Partial<SweepScenario>): Promise<string> {
  const { Document, visit } = await import('yaml');
  const document = new Document(scenario);
  // Between quotes such characters can be written as escapes, and have to where a text is printed.
  visit(document, {
    Scalar(_, scalar) {
      if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(String(scalar.value))) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return `# yaml-language-server: $schema=${SCHEMA}\n${document.toString()}`;
}
