import type { Command } from 'lockstep/core';

/** Commands in short: `start 0,1 (full)`, `wake 100`, `reject 3`, `expire 3`, `abort 0`. */
export function short(commands: readonly Command[]): string[] {
  return commands.map((command) => {
    switch (command.type) {
      case 'start':
        return `start ${command.members.join(',')} (${command.reason})`;
      case 'wake':
        return `wake ${command.at}`;
      case 'reject':
      case 'expire':
        return `${command.type} ${command.request}`;
      case 'abort':
        return `abort ${command.batch}`;
    }
  });
}
