import type { CheckedItem } from '../check-item.js';
import { FAMILIES } from '../families/index.js';
import type { Inputs } from '../reference.js';
import type { Finding } from '../verdict.js';
import { figure, markdownTable } from './markdown-table.js';

/** docs/validation-items.md: a section for each family, with each item and each of its figures. */
export function itemsDocument(items: readonly CheckedItem[]): string {
  const sections = FAMILIES.map((family) => {
    const own = items.filter(({ item }) => item.id === family.id);
    const head = ['item', 'quantity', 'expected', 'tolerance', verb[family.kind], '95 % interval', 'verdict'];
    const rows = own.flatMap(({ item, findings }) =>
      findings.map((finding, i) => [i === 0 ? inputs(item.inputs) : '', ...cells(finding)]),
    );
    return `## ${family.id}\n\n${family.about}.\n\n${markdownTable(head, rows)}`;
  });
  const introduction =
    'Every item of [reference.json](../packages/lockstep/test/oracles/reference.json) that [validation](validation.md) compares ' +
    'Lockstep with. One unit of time is one second. "(outside)": beyond its own 95 % interval, as about 1 in 20 must be.';
  return ['# Every item of the validation', introduction, ...sections]
    .join('\n\n')
    .replaceAll(/(\d) %/g, '$1\u00a0%');
}

const verb = { random: 'simulated', exact: 'computed' } as const;

function cells({ quantity, expected, isBound, tolerance, found, passes, outside95 }: Finding): string[] {
  const [low, high] = found.ci95;
  return [
    quantity,
    isBound ? `≤ ${figure(expected)}` : figure(expected),
    isBound ? '' : `${tolerance * 100} %`,
    figure(found.value),
    low === high ? '' : `${figure(low)} to ${figure(high)}${outside95 ? ' (outside)' : ''}`,
    passes ? 'pass' : '**fail**',
  ];
}

function inputs(of: Inputs): string {
  return Object.entries(of)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? figure(value) : value}`)
    .join(', ');
}
