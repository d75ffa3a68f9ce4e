import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { CONTENT_POLICY } from '../lockstep-cli/src/lab-server/content-policy.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The pages that `lockstep lab` serves are part of lockstep-cli. */
const OUTPUT = path('../lockstep-cli/dist/lab');

/** The page says itself what it may load, so that this holds on any static host. */
const contentPolicy: Plugin = {
  name: 'content-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

/** Parts of Vega that none of our charts uses. */
const UNUSED =
  /^(d3-geo|vega-(crossfilter|force|geo|hierarchy|label|projection|regression|voronoi|wordcloud))$/;

export default defineConfig({
  root: path('.'),
  // Any static host, under any path.
  base: './',
  plugins: [contentPolicy],
  resolve: {
    // From the sources: a change in the library shows at once, and no build can be stale.
    alias: [
      { find: /^lockstep\/(.+)$/, replacement: path('../lockstep/src') + '/$1/index.ts' },
      { find: /^lockstep-cli\/(.+)$/, replacement: path('../lockstep-cli/src') + '/$1/index.ts' },
      { find: UNUSED, replacement: path('src/curves/no-maps.ts') },
    ],
  },
  build: {
    outDir: OUTPUT,
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    license: { fileName: 'licenses.md' },
    // Vega, which is fetched when the first curve comes into sight (kB).
    chunkSizeWarningLimit: 800,
  },
  worker: { format: 'es' },
  server: { host: '127.0.0.1' },
});
