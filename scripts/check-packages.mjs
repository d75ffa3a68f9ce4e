// Packs both packages as npm would publish them and checks what is inside: `npm run check:packages`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'lockstep-pack-'));
try {
  for (const name of ['lockstep', 'lockstep-cli']) {
    const packed = run('npm', ['pack', '-w', name, '--json', '--pack-destination', folder], 'pipe');
    // npm 10 prints a list, npm 11 an object by package name.
    const [{ filename, unpackedSize, entryCount }] = Object.values(JSON.parse(packed));
    console.log(`${filename}: ${entryCount} files, ${Math.round(unpackedSize / 1024)} KiB unpacked`);
    const tarball = join(folder, filename);
    run('npx', ['publint', '--strict', tarball]);
    run('npx', ['attw', '--profile', 'esm-only', '--format', 'ascii', tarball]);
  }
} finally {
  rmSync(folder, { recursive: true });
}

function run(command, words, stdout = 'inherit') {
  return execFileSync(command, words, { encoding: 'utf8', stdio: ['ignore', stdout, 'inherit'] });
}
