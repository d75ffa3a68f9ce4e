import { type RequestRows } from '../scale/request-rows.js';
import { Bars } from './bars.js';
import { drawLoss, LOSS_OUTCOMES } from './losses.js';
import type { Picture } from './picture.js';

const bars = new Bars();
/** The narrowest bar (px). */
const NARROWEST = 2;

/** One bar per request, or per group of requests that share a row of pixels. */
export function drawRequests({ ctx, colors, run, time, box }: Picture, rows: RequestRows): void {
  const { first, end, lane, level, groupSize } = rows;
  const pitch = lane * groupSize;
  const last = Math.ceil(end / groupSize);
  for (let group = Math.floor(first / groupSize); group < last; group++) {
    const request = run.slowest.at(level, group);
    if (request === -1) continue;
    const edges = run.edges.of(request);
    if (edges[0]! > time.toAt || edges[4]! < time.fromAt) continue;
    addBar(edges, time.x.bind(time), box.top + group * pitch - first * lane, pitch);
  }
  bars.draw(ctx, colors, pitch);
}

/** A bar narrower than two pixels takes two, in the color of its longest part. */
function addBar(edges: Float64Array, x: (at: number) => number, top: number, lane: number): void {
  const left = x(edges[0]!);
  if (x(edges[4]!) - left < NARROWEST) {
    let longest = 0;
    for (let part = 1; part < 4; part++) {
      if (edges[part + 1]! - edges[part]! > edges[longest + 1]! - edges[longest]!) longest = part;
    }
    if (edges[4]! > edges[0]!) bars.add(longest, left, left + NARROWEST, top, lane);
    return;
  }
  for (let part = 0; part < 4; part++) {
    const [start, stop] = [edges[part]!, edges[part + 1]!];
    if (stop > start) bars.add(part, x(start), x(stop), top, lane);
  }
}

/** Marks where requests left without an answer; a row that stands for several shows one of each such group. */
export function drawLosses({ ctx, colors, run, time, box }: Picture, rows: RequestRows): void {
  const { lost, log } = run;
  if (lost === null) return;
  const { first, end, lane, level, groupSize } = rows;
  const pitch = lane * groupSize;
  const radius = Math.max(2.5, Math.min(5.5, pitch * 0.32));
  ctx.fillStyle = ctx.strokeStyle = colors.alarm;
  for (let group = Math.floor(first / groupSize); group < Math.ceil(end / groupSize); group++) {
    const request = lost.at(level, group);
    if (request === -1) continue;
    const at = run.edges.of(request)[3]!;
    if (at < time.fromAt || at > time.toAt) continue;
    const y = box.top + (group + 0.5) * pitch - first * lane;
    drawLoss(ctx, LOSS_OUTCOMES[log.requests.outcome[request]!]!, time.x(at), y, radius);
  }
}
