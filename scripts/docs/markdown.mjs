/**
 * What a document shows of real runs, all of it in fenced code blocks:
 * - `console`: lines that begin with `$ ` are commands (a `\` at the end continues one), what follows is their output;
 * - `ts FILE`: the text of that file;
 * - `sh`: commands to type, whose output is not shown.
 */
const BLOCK = /^```(console|ts|sh) ?(\S*)\n([\s\S]*?)^```$/gm;

/** Every lockstep or node command of a document, as one line each, in order. */
export function commandsOf(text) {
  return [...text.matchAll(BLOCK)].flatMap(([, kind, , body]) => {
    if (kind === 'console') return commandTexts(body).map(commandOf);
    return kind === 'sh' ? typedCommands(body) : [];
  });
}

/**
 * The document as it would be if every command ran now and every file was read now.
 * @param outputOf the output of a command, given as one line
 * @param read the text of a file, by its path in the repository
 */
export async function refreshed(text, { outputOf, read }) {
  const pieces = [];
  let from = 0;
  for (const block of text.matchAll(BLOCK)) {
    const [whole, kind, file, body] = block;
    pieces.push(text.slice(from, block.index));
    from = block.index + whole.length;
    if (kind === 'console') pieces.push(`\`\`\`console\n${await withOutputs(body, outputOf)}\`\`\``);
    else if (kind === 'ts' && file !== '') pieces.push(`\`\`\`ts ${file}\n${await read(file)}\`\`\``);
    else pieces.push(whole);
  }
  return [...pieces, text.slice(from)].join('');
}

async function withOutputs(body, outputOf) {
  const parts = [];
  for (const command of commandTexts(body)) {
    parts.push(`${command}\n${(await outputOf(commandOf(command))).trimEnd()}\n`);
  }
  return parts.join('\n');
}

/** The commands of a block as they are written, with their continued lines. */
function commandTexts(body) {
  return body.match(/^\$ .*(?:(?<=\\)\n.*)*/gm) ?? [];
}

/** A written command without its prompt, on one line. */
function commandOf(text) {
  return onOneLine(text.slice(2));
}

/** In a clone, npx finds the command that the text calls lockstep. */
function typedCommands(body) {
  return onOneLine(body)
    .split('\n')
    .filter((line) => line.startsWith('npx lockstep '))
    .map((line) => line.slice('npx '.length));
}

function onOneLine(text) {
  return text.replaceAll(/\\\n\s*/g, '');
}
