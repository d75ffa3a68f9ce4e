/** A rectangle in px; y grows downwards. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LabeledPoint {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** How far its mark reaches from its middle (px; default 5). */
  readonly reach?: number;
}

export interface Segment {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Where a label's middle is put. */
export interface Placement {
  readonly x: number;
  readonly y: number;
}

const HEIGHT = 13;
/** Between a mark and its label. */
const GAP = 3;
const POINT = 5;
/** How far from its mark a label may stand, as multiples of the nearest place. */
const REACHES = [1, 1.9];

/** The places around a point in the order of preference, as unit steps from it. */
const SIDES: readonly (readonly [dx: number, dy: number])[] = [
  [0, -1],
  [-0.8, -0.8],
  [0.8, -0.8],
  [1, 0],
  [-1, 0],
  [0, 1],
  [0.8, 0.8],
  [-0.8, 0.8],
];

/**
 * Finds a place for the label of each point, beside it, in order: a side that is free of marks and earlier labels and
 * inside `area`, the one that crosses fewest segments. A label that has none is left out: null.
 * @param marks what else must not be covered
 */
export function placeLabels(
  points: readonly LabeledPoint[],
  segments: readonly Segment[],
  area: Box,
  marks: readonly Box[] = [],
): (Placement | null)[] {
  const taken: Box[] = [...points.map((point) => around(point, point.reach)), ...marks];
  return points.map((point, index) => {
    const others = points.filter((_, i) => i !== index);
    let best: { box: Box; cost: number } | null = null;
    for (const reach of REACHES) {
      for (const [dx, dy] of SIDES) {
        const box = boxAt(point, dx, dy, reach);
        if (!isFree(box, taken, area)) continue;
        const crossed = segments.filter((segment) => crosses(segment, box)).length;
        const cost = 12 * crossed + misread(box, point, others) + (reach - 1) * 5;
        if (best === null || cost < best.cost) best = { box, cost };
      }
    }
    if (best === null) return null;
    const { box } = best;
    taken.push(box);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  });
}

/** The box that a mark takes. */
export function around({ x, y }: Placement, reach = POINT): Box {
  return { x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach };
}

/** Whether a text's box has room: it lies inside `area` and keeps 3 px from what is taken at its sides. */
export function isFree(box: Box, taken: readonly Box[], area: Box): boolean {
  const spaced = { ...box, x: box.x - 3, width: box.width + 6 };
  const isInside =
    box.x >= area.x &&
    box.y >= area.y &&
    box.x + box.width <= area.x + area.width &&
    box.y + box.height <= area.y + area.height;
  return isInside && taken.every((other) => overlap(spaced, other) === 0);
}

/** The first of these boxes for a text that has room, crossing no segment if there is such a one; null if none has. */
export function firstFree(
  boxes: readonly Box[],
  taken: readonly Box[],
  segments: readonly Segment[],
  area: Box,
): Box | null {
  const free = boxes.filter((box) => isFree(box, taken, area));
  return free.find((box) => !segments.some((segment) => crosses(segment, box))) ?? free[0] ?? null;
}

function boxAt(
  { x, y, width, reach: mark = POINT }: LabeledPoint,
  dx: number,
  dy: number,
  reach: number,
): Box {
  const middleX = x + dx * (width / 2 + mark + GAP) * reach;
  const middleY = y + dy * (HEIGHT / 2 + mark + GAP) * reach;
  return { x: middleX - width / 2, y: middleY - HEIGHT / 2, width, height: HEIGHT };
}

/** A label that lies nearer to another point than to its own is taken for that point's. */
function misread(box: Box, own: LabeledPoint, others: readonly LabeledPoint[]): number {
  const gap = distance(box, own);
  return others.some((other) => distance(box, other) < gap + 2) ? 15 : 0;
}

function distance(box: Box, { x, y }: LabeledPoint): number {
  const dx = Math.max(box.x - x, 0, x - box.x - box.width);
  const dy = Math.max(box.y - y, 0, y - box.y - box.height);
  return Math.hypot(dx, dy);
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Liang and Barsky's clipping of a segment against a rectangle. */
function crosses({ x1, y1, x2, y2 }: Segment, box: Box): boolean {
  let enters = 0;
  let leaves = 1;
  const edges: readonly (readonly [p: number, q: number])[] = [
    [x1 - x2, x1 - box.x],
    [x2 - x1, box.x + box.width - x1],
    [y1 - y2, y1 - box.y],
    [y2 - y1, box.y + box.height - y1],
  ];
  for (const [p, q] of edges) {
    if (p === 0 && q < 0) return false;
    if (p < 0) enters = Math.max(enters, q / p);
    if (p > 0) leaves = Math.min(leaves, q / p);
  }
  return enters < leaves;
}

/**
 * Moves labels apart on a line, as little as possible: each at least `gap` from the next, in the order of
 * their wishes, all within [low, high] where they fit.
 */
export function spread(wishes: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wishes.map((_, i) => i).sort((a, b) => wishes[a]! - wishes[b]! || a - b);
  // Clusters of labels that touch share their middle (pool adjacent violators).
  const clusters: { sum: number; count: number }[] = [];
  for (const index of order) {
    let cluster = { sum: wishes[index]!, count: 1 };
    while (clusters.length > 0 && reach(clusters.at(-1)!, 1) + gap / 2 > reach(cluster, -1) - gap / 2) {
      const previous = clusters.pop()!;
      cluster = { sum: previous.sum + cluster.sum, count: previous.count + cluster.count };
    }
    clusters.push(cluster);
  }
  const places = clusters.flatMap((cluster) =>
    Array.from({ length: cluster.count }, (_, i) => middle(cluster) + (i - (cluster.count - 1) / 2) * gap),
  );
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i]!, high - (places.length - 1 - i) * gap);
  }
  for (let i = 0; i < places.length; i++) places[i] = Math.max(places[i]!, low + i * gap);
  const result = new Array<number>(wishes.length);
  order.forEach((index, place) => (result[index] = places[place]!));
  return result;

  function middle({ sum, count }: { sum: number; count: number }): number {
    return sum / count;
  }
  /** The outermost label of a cluster. */
  function reach(cluster: { sum: number; count: number }, side: 1 | -1): number {
    return middle(cluster) + (side * (cluster.count - 1) * gap) / 2;
  }
}
