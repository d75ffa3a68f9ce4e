import { Option } from 'commander';
import { ScenarioError } from 'lockstep/scenario';
import { UsageError } from '../failure.js';
import { allowedHost } from '../http/host-check.js';

/** Of every command that listens: hosts that clients may name. It may be given several times. */
export function allowedHostOption(): Option {
  return new Option(
    '--allowed-host <name>',
    'a host that clients may name besides localhost, 127.0.0.1, [::1] and --host; may be given several times, * for any ' +
      '(default: none; a server that others reach answers to any)',
  ).argParser((name: string, earlier: readonly string[] = []) => [...earlier, name]);
}

/** @throws UsageError for text that is no host */
export function readAllowedHosts(given: readonly string[] = []): readonly string[] {
  return given.map((text) => {
    try {
      return allowedHost(text);
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      throw new UsageError(`--allowed-host: ${error.message}`);
    }
  });
}
