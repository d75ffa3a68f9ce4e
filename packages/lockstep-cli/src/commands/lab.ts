import { once } from 'node:events';
import { type Command, Option } from 'commander';
import type { FastifyInstance } from 'fastify';
import { ScenarioError } from 'lockstep/scenario';
import { endProcess } from '../end-process.js';
import { UsageError } from '../failure.js';
import { isLoopback } from '../http/host-check.js';
import { listen } from '../http/listen.js';
import { interruptible } from '../interruptible.js';
import { createLabServer } from '../lab-server/create-lab-server.js';
import { openBrowser } from '../lab-server/open-browser.js';
import { sayNotes } from '../terminal/notes.js';
import { allowedHostOption, readAllowedHosts } from './allowed-host-option.js';
import { some, whole } from './option-values.js';
import { once as givenOnce } from './scenario-options.js';

/** Fixed, so that an address of the lab that somebody kept still leads there. */
const PORT = 8123;

interface LabFlags {
  readonly host?: string;
  readonly port?: string;
  readonly allowedHost?: readonly string[];
  readonly open?: true;
}

/** Defines `lockstep lab`. */
export function define(command: Command): void {
  command
    .description('Serves the lab: static batching in the browser, simulated there. Ctrl-C ends it.')
    .addOption(
      new Option(
        '--host <address>',
        'the address to listen on; 0.0.0.0 for all of them (default: 127.0.0.1)',
      ).argParser(givenOnce),
    )
    .addOption(
      new Option(
        '--port <port>',
        `the port to listen on\na whole number from 0 to 65535, 0 for any free one (default: ${PORT}, or any free one if ` +
          'that is taken)',
      ).argParser(givenOnce),
    )
    .addOption(allowedHostOption())
    .option('--open', 'open it in the browser (default: off)')
    .action(lab);
}

async function lab({ host, port, allowedHost, open }: LabFlags): Promise<void> {
  const settings = {
    host: read('--host', host ?? '127.0.0.1', some('an address')),
    port: port === undefined ? null : read('--port', port, whole(0, 65_535)),
    allowedHosts: readAllowedHosts(allowedHost),
  };
  try {
    await serveLab(settings, open === true);
  } finally {
    endProcess();
  }
}

async function serveLab(settings: Place, opens: boolean): Promise<void> {
  await interruptible(async (signal) => {
    const { app, origin } = await listenSomewhere(settings);
    try {
      sayNotes([
        `The lab is at ${origin}/ until Ctrl-C.`,
        ...(isLoopback(settings.host) ? [] : ['Whoever reaches this address can use it.']),
      ]);
      if (opens) await openBrowser(`${origin}/`).catch(() => sayNotes(['No browser could be opened.']));
      if (!signal.aborted) await once(signal, 'abort');
    } finally {
      await app.close();
    }
  });
}

interface Place {
  readonly host: string;
  readonly port: number | null;
  readonly allowedHosts: readonly string[];
}

/** A port that was asked for is taken or refused; the usual one gives way to any free one. */
async function listenSomewhere({ host, port, allowedHosts }: Place) {
  try {
    return await open(host, port ?? PORT, allowedHosts);
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    if (port !== null || code !== 'EADDRINUSE') throw error;
    return open(host, 0, allowedHosts);
  }
}

async function open(
  host: string,
  port: number,
  allowedHosts: readonly string[],
): Promise<{ app: FastifyInstance; origin: string }> {
  const app = createLabServer(undefined, allowedHosts);
  try {
    return { app, origin: await listen(app, { host, port }) };
  } catch (error) {
    await app.close();
    throw error;
  }
}

function read<T>(flag: string, text: string, parse: (text: string) => T): T {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new UsageError(`${flag}: ${error.message}`);
  }
}
