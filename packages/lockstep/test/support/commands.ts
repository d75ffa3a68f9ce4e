import type { Command } from 'lockstep/core';

/** Commands in short: `start 0,1 (full)` (on engine 0), `start 2 (wait) on 1`, `wake 100`, `reject 3`, `expire 3`, `abort 0`. */
export function short(commands: readonly Command[]): string[] {
  return commands.map((command) => {
    switch (command.type) {
      case 'start':
        return `start ${command.members.join(',')} (${command.reason})${on(command.engine)}`;
      case 'wake':
        return `wake ${command.at}`;
      case 'reject':
      case 'expire':
        return `${command.type} ${command.request}`;
      case 'abort':
        return `abort ${command.batch}${on(command.engine)}`;
    }
  });
}

const on = (engine: number) => (engine === 0 ? '' : ` on ${engine}`);
