// The scheduler without a simulator or a clock: you tell it what happened and when, it says what to do.
import { type Command, type Fact, oldest, Scheduler } from 'lockstep/core';

const scheduler = new Scheduler({ maxBatchSize: 3, wait: oldest(50) });

/** All facts of one instant go in together; one decision comes out. */
function tell(now: number, ...facts: Fact[]): void {
  const commands = scheduler.step(now, facts).map(inWords);
  console.log(`${String(now).padStart(3)} ms  ${commands.join(', ') || '-'}`);
}

function inWords(command: Command): string {
  if (command.type === 'wake') return `wake me at ${command.at}`;
  if (command.type !== 'start') return command.type;
  return `start ${command.batch}: requests ${command.members} (${command.reason})`;
}

tell(0, { type: 'arrived', request: 0 });
tell(30, { type: 'arrived', request: 1 });
tell(50, { type: 'woke' }); // the oldest has waited 50 ms
tell(60, { type: 'arrived', request: 2 }); // the engine is busy
tell(70, { type: 'arrived', request: 3 }, { type: 'arrived', request: 4 });
tell(80, { type: 'arrived', request: 5 });
tell(90, { type: 'finished', engine: 0, batch: 0 }); // 3 wait: full
tell(95, { type: 'cancelled', request: 5 }); // it leaves the queue
tell(120, { type: 'finished', engine: 0, batch: 1 }); // no request waits

// Prints:
//     0 ms  wake me at 50
//    30 ms  -
//    50 ms  start 0: requests 0,1 (wait)
//    60 ms  -
//    70 ms  -
//    80 ms  -
//    90 ms  start 1: requests 2,3,4 (full)
//    95 ms  -
//   120 ms  -
