// Packs both packages as npm would publish them and checks what is inside: `npm run check:packages`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a package must hold besides what its manifest names, which publint looks for. */
const PARTS = { lockstep: [], 'lockstep-cli': ['dist/lab/index.html', 'data/azure-conv.csv.gz'] };

const folder = mkdtempSync(join(tmpdir(), 'lockstep-pack-'));
try {
  for (const [name, parts] of Object.entries(PARTS)) {
    const packed = run('npm', ['pack', '-w', name, '--json', '--pack-destination', folder], 'pipe');
    // npm 10 prints a list, npm 11 an object by package name.
    const [{ filename, unpackedSize, entryCount, files }] = Object.values(JSON.parse(packed));
    console.log(`${filename}: ${entryCount} files, ${Math.round(unpackedSize / 1024)} KiB unpacked`);
    const missing = parts.filter((part) => !files.some(({ path }) => path === part));
    if (missing.length > 0) throw new Error(`${filename} lacks ${missing.join(', ')}; run "npm run build"`);
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
