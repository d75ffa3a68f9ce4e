const HEAD = '// Prints:\n';

/** An example program with its last comment, which says what it prints, brought up to date. */
export function withPrints(program, output) {
  const at = program.indexOf(`\n${HEAD}`);
  const code = at < 0 ? program : program.slice(0, at);
  const lines = output.trimEnd().split('\n');
  return `${code.trimEnd()}\n\n${HEAD}${lines.map((line) => `//   ${line}\n`).join('')}`;
}
