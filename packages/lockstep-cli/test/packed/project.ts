import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';

export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const execute = promisify(execFile);

/** An empty project of a user, outside the repository. */
export class Project {
  private constructor(readonly folder: string) {}

  static async create(): Promise<Project> {
    const folder = await mkdtemp(join(tmpdir(), 'lockstep-project-'));
    await writeFile(join(folder, 'package.json'), '{ "name": "empty", "type": "module", "private": true }');
    // Nothing may be installed that says it needs another Node than this one.
    await writeFile(join(folder, '.npmrc'), 'engine-strict=true\n');
    return new Project(folder);
  }

  /** Installs packages; what npm prints. Scripts of packages are not run: one fetches parts for GPUs. */
  async install(...packages: string[]): Promise<string> {
    const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...packages];
    const { stdout, stderr } = await execute('npm', words, { cwd: this.folder });
    return stdout + stderr;
  }

  /** Runs a command of an installed package; what it prints. */
  async run(command: string, ...words: string[]): Promise<string> {
    const { stdout } = await execute(join(this.folder, 'node_modules/.bin', command), words, {
      cwd: this.folder,
    });
    return stdout;
  }

  /** Runs a program in the project; what it prints. */
  async node(program: string, ...words: string[]): Promise<string> {
    await writeFile(join(this.folder, 'program.js'), program);
    const { stdout } = await execute(process.execPath, ['program.js', ...words], { cwd: this.folder });
    return stdout;
  }

  /**
   * Compiles a program as a strict project does.
   * @returns the compiler's errors, none if all is well, and the JavaScript
   */
  async compile(
    source: string,
    resolution: ts.CompilerOptions,
  ): Promise<{ problems: string[]; code: string }> {
    const file = join(this.folder, 'snippet.ts');
    await writeFile(file, `${source}\nexport {};\n`);
    const program = ts.createProgram([file], {
      ...resolution,
      strict: true,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
      typeRoots: [join(ROOT, 'node_modules/@types')],
      types: ['node'],
      skipLibCheck: true,
    });
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    program.emit();
    return { problems, code: await readFile(join(this.folder, 'snippet.js'), 'utf8') };
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** Packs a package as npm would publish it; the path of the file. */
export async function pack(name: string, into: string): Promise<string> {
  const { stdout } = await execute('npm', ['pack', '-w', name, '--json', '--pack-destination', into], {
    cwd: ROOT,
  });
  // npm 10 prints a list, npm 11 an object by package name.
  const [packed] = Object.values(JSON.parse(stdout) as Record<string, { filename: string }>);
  return join(into, packed!.filename);
}
