import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The pages that `lockstep lab` serves are part of lockstep-cli. */
const OUTPUT = path('../lockstep-cli/dist/lab');

export default defineConfig({
  root: path('.'),
  // Any static host, under any path.
  base: './',
  resolve: {
    // From the sources: a change in the library shows at once, and no build can be stale.
    alias: [
      { find: /^lockstep\/(.+)$/, replacement: path('../lockstep/src') + '/$1/index.ts' },
      { find: /^lockstep-cli\/(.+)$/, replacement: path('../lockstep-cli/src') + '/$1/index.ts' },
    ],
  },
  build: { outDir: OUTPUT, emptyOutDir: true, target: 'es2022', sourcemap: false },
  worker: { format: 'es' },
  server: { host: '127.0.0.1' },
});
