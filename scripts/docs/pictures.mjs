import { flagOf, readScenario, resolveScenario, SCENARIO_KEYS } from 'lockstep/scenario';
import { simulate } from 'lockstep/simulation';
import { optionOf, outputOf } from './commands.mjs';

// By URL, because the type check reads the sources and must not read the build beside them.
const built = (path) => import(new URL(`../../packages/lockstep-cli/dist/${path}`, import.meta.url).href);
const { DARK, LIGHT, RUN_CHARTS, SWEEP_CHARTS } = await built('charts/index.js');
const { toSvg } = await built('charts/render.js');

const PALETTES = { light: LIGHT, dark: DARK };
const WIDTH = 760;
const PICTURE = /images\/([\w-]+)\/([\w-]+)-(light|dark)\.svg/g;

/**
 * Draws the pictures that a document shows: `images/RUN/CHART-light.svg` is the chart of the command that ends in
 * `--out report/RUN`, in that palette.
 * @yields {{ path: string, svg: string }} `path` from the folder docs
 */
export async function* picturesOf(text, commands) {
  const data = new Map();
  for (const [path, run, name, palette] of distinct(text.matchAll(PICTURE))) {
    const command = commands.find((one) => optionOf(one, '--out') === `report/${run}`);
    if (command === undefined) throw new Error(`${path}: no command has --out report/${run}`);
    if (!data.has(run)) data.set(run, await dataOf(command));
    const { charts, value } = data.get(run);
    const chart = charts.find((one) => one.name === name);
    if (chart === undefined) throw new Error(`${path}: expected ${charts.map((one) => one.name).join(', ')}`);
    yield { path, svg: await toSvg(chart.spec(value, { palette: PALETTES[palette], width: WIDTH })) };
  }
}

function distinct(matches) {
  return new Map([...matches].map((match) => [match[0], match])).values();
}

async function dataOf(command) {
  if (command.startsWith('lockstep sweep ')) {
    return { charts: SWEEP_CHARTS, value: { result: JSON.parse(await outputOf(`${command} --json`)) } };
  }
  const scenario = readScenario(scenarioOf(command));
  const { configuration, options } = resolveScenario(scenario, refuseFiles);
  const { log, summary } = simulate(options());
  return { charts: RUN_CHARTS, value: { log, point: { ...configuration, ...summary } } };
}

function scenarioOf(command) {
  return Object.fromEntries(
    SCENARIO_KEYS.flatMap((key) => {
      const value = optionOf(command, flagOf(key));
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function refuseFiles(file) {
  throw new Error(`a picture of a single run is drawn without files, and this one needs ${file}`);
}
