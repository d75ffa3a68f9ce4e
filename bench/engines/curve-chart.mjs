// By URL, because the type check reads the sources and must not read the build beside them.
const built = (name) =>
  import(new URL(`../../packages/lockstep-cli/dist/charts/${name}.js`, import.meta.url).href);
const { linearAxis } = await built('axis');
const { batchSizeAxis } = await built('batch-size-axis');
const { yField } = await built('encodings');
const { picture } = await built('frame');
const { plotWidth } = await built('layout');
const { endLabelRoom, lines } = await built('lines');
const { DARK, LIGHT, seriesColor } = await built('palette');
const { toSvg } = await built('render');

const PALETTES = { light: LIGHT, dark: DARK };
const WIDTH = 760;
const HEIGHT = 260;
const COLUMNS = 2;
/** Between the names of one panel and the axis of the next (px). */
const GAP = 12;

/** Draws curves as an SVG: a panel for each model, a line for each engine. */
export function curveSvg(curves, palette) {
  const look = { palette: PALETTES[palette], width: WIDTH };
  const sizes = curves[0].points.map(({ batchSize }) => batchSize);
  const engines = [...new Set(curves.map(({ engine }) => engine))];
  const right = endLabelRoom(engines, sizes.length, plotWidth(look, { columns: COLUMNS })) + GAP;
  const width = plotWidth(look, { columns: COLUMNS, right });
  const x = batchSizeAxis(sizes, width);
  const y = linearAxis(curves.flatMap(({ points }) => points.map(({ gain }) => gain)));
  const plot = { look, x, y, yEncoding: yField('y', y, 'times as many tokens/s as alone'), height: HEIGHT };
  return toSvg(
    picture(look, {
      title: 'What batching gains on a CPU',
      subtitle: 'tokens/s of a full batch against a batch of 1 · one thread',
      columns: COLUMNS,
      right,
      panels: [...new Set(curves.map(({ about }) => about))].map((about) => ({
        title: about,
        width,
        height: HEIGHT,
        layers: lines(
          curves.filter((curve) => curve.about === about).map((curve) => series(curve, engines, look)),
          plot,
        ),
      })),
    }),
  );
}

function series({ engine, points }, engines, { palette }) {
  return {
    label: engine,
    color: seriesColor(palette, engines.indexOf(engine)),
    points: points.map(({ batchSize, gain }) => ({ x: String(batchSize), y: gain, unstable: false })),
  };
}
