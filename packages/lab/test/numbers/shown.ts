import { DecisionLog } from 'lockstep/core';
import { commandLine } from 'lockstep/scenario';
import type { Summary } from 'lockstep/metrics';
import type { Page } from 'playwright-core';
import { JSON_LINES, requestRows, simulateDocument } from '../../../lockstep-cli/src/documents/index.js';
import { type Row, rowsOf } from './commanded.js';

/** The command line of the run that a page shows. */
export async function shownCommand(page: Page): Promise<string> {
  const scenario = await page.evaluate(() => lab.run.value!.scenario!);
  return commandLine('lockstep simulate', scenario);
}

/** Its document, as `lockstep simulate --json` would print it. */
export async function shownDocument(page: Page): Promise<object> {
  const [scenario, point, notes] = await page.evaluate(() => {
    const { scenario, point, notes } = lab.run.value!;
    return [scenario!, point, notes] as const;
  });
  const own = ['coordinates', 'batchSize', 'wait', 'rate', 'release'];
  const summary = Object.fromEntries(Object.entries(point).filter(([key]) => !own.includes(key)));
  return JSON.parse(simulateDocument(scenario, summary as Summary, notes)) as object;
}

/** Its requests, one by one, each with its batch. */
export async function shownRows(page: Page): Promise<Row[]> {
  const { release, columns } = await page.evaluate(() => {
    const { log, release } = lab.run.value!;
    return { release, columns: log.columns() };
  });
  return rowsOf([...requestRows(DecisionLog.fromColumns(columns), release, JSON_LINES)].join(''));
}
