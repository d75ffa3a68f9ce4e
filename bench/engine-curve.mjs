// How much each engine gains by batching on this machine: measures it and draws docs/images/engines/batch-curve-*.svg.
// `npm run bench:curve [-- --draw]`; with --draw only the picture, from what was measured before.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { curveSvg } from './engines/curve-chart.mjs';
import { measureCurves } from './engines/curves.mjs';

const RESULTS = fileURLToPath(new URL('./results/engine-curve.json', import.meta.url));
const IMAGES = fileURLToPath(new URL('../docs/images/engines/', import.meta.url));

const { values } = parseArgs({ options: { draw: { type: 'boolean' } } });
if (!values.draw) await writeFile(RESULTS, JSON.stringify(await measureCurves(), null, 2) + '\n');

const curves = JSON.parse(await readFile(RESULTS, 'utf8'));
await mkdir(IMAGES, { recursive: true });
for (const palette of ['light', 'dark']) {
  await writeFile(`${IMAGES}batch-curve-${palette}.svg`, await curveSvg(curves, palette));
}
for (const { model, engine, points } of curves) {
  for (const { batchSize, tokensPerSecond, gain } of points) {
    console.log(
      `${engine}, ${model}, batch of ${batchSize}: ${tokensPerSecond} tokens/s, ${gain} times batch of 1`,
    );
  }
}
