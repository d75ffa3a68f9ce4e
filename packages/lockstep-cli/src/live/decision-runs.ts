import { UsageError } from '../failure.js';
import { MOST_LINE_CHARACTERS } from './decision-format.js';
import { type Line, piecesOfLine } from './decision-line.js';
import { type RecordedRun, RunReader } from './run-reader.js';

export type { RecordedRun } from './run-reader.js';

/** A run that its file tells wrongly. */
export interface DamagedRun {
  /** Says which line, what was expected and what came. */
  readonly damage: UsageError;
}

/** What a decision file tells. */
export interface RecordedFile {
  /** In the order of their first lines; at least one of them is whole. */
  readonly runs: readonly (RecordedRun | DamagedRun)[];
  /** What of the file could not be read, in plain sentences. */
  readonly notes: readonly string[];
}

/**
 * Reads the lines of a decision file, run by run; lines of several runs may stand among each other. A line that was cut
 * off, as a crash leaves it, costs that line alone, and damage costs the run whose line it is: the others are read.
 * @param file what errors call it
 * @throws UsageError for a file without any run that can be read, with the line's number, what was expected and what came
 */
export async function readDecisionLines(file: string, lines: AsyncIterable<string>): Promise<RecordedFile> {
  const reader = new FileReader(file);
  let number = 0;
  for await (const text of lines) reader.take(text, `${file}, line ${++number}`);
  return reader.finish();
}

class FileReader {
  private readonly runs: RunReader[] = [];
  private readonly byId = new Map<string, RunReader>();
  /** What is not of any run. */
  private readonly cut = new LeftOut();
  private readonly strange = new LeftOut();
  private readonly long = new LeftOut();
  private first: Line | null = null;

  constructor(private readonly file: string) {}

  take(text: string, where: string): void {
    if (text.trim() === '') return;
    if (text.length > MOST_LINE_CHARACTERS) {
      this.long.add(where);
      return;
    }
    for (const line of piecesOfLine(text, where)) {
      this.first ??= line;
      this.takeLine(line);
    }
  }

  private takeLine(line: Line): void {
    if (line.type === 'run') {
      const run = new RunReader(line);
      this.runs.push(run);
      if (line.run !== null) this.byId.set(line.run, run);
      return;
    }
    // Lines without a name of their run belong to the one that began last.
    const run = line.run === null ? this.runs.at(-1) : this.byId.get(line.run);
    if (line.content === undefined) {
      if (line.run === null || run === undefined) this.cut.add(line.where);
      else run.cutOff(line);
    } else if (run === undefined) {
      this.strange.add(line.where);
    } else {
      run.take(line);
    }
  }

  finish(): RecordedFile {
    const { file, first, long } = this;
    const runs = this.runs.map((run) => run.finish());
    const damaged = runs.find((run) => 'damage' in run);
    if (runs.every((run) => 'damage' in run)) {
      if (damaged !== undefined) throw damaged.damage;
      if (first !== null) {
        throw new UsageError(
          `${first.where}: expected the first line of a run, {"type":"run",…}, got ${first.shown}`,
        );
      }
      if (long.first !== null) {
        throw new UsageError(`${long.first}: expected lines of at most ${LONGEST}, got a longer one`);
      }
      throw new UsageError(`${file}: expected at least one run, got an empty file`);
    }
    return {
      runs,
      notes: [
        ...this.cut.note('cut off and left out'),
        ...this.strange.note('left out, as the first line of the run is missing'),
        ...long.note(`left out, being longer than ${LONGEST}`),
      ],
    };
  }
}

const LONGEST = `${MOST_LINE_CHARACTERS / 1024 ** 2} MiB`;

/** Lines that are left out: how many, and where the first stands. */
class LeftOut {
  first: string | null = null;
  private count = 0;

  add(where: string): void {
    this.first ??= where;
    this.count++;
  }

  note(what: string): string[] {
    if (this.first === null) return [];
    return [
      this.count === 1
        ? `${this.first} is ${what}.`
        : `${this.count} lines are ${what}; the first is ${this.first}.`,
    ];
  }
}
