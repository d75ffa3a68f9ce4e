import { anchorName } from 'lockstep-cli/charts';
import { rowsOf, structureOf } from './structure.js';
import type { TopLevelSpec, View } from './vega.js';

/** A spot of a picture (px from its left top corner). */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

interface Shown {
  readonly view: View;
  readonly structure: string;
  readonly element: HTMLElement;
}

/**
 * A picture that stays while its data change. One with another structure is drawn beside it, and takes its place when
 * it is ready.
 */
export class LivingView {
  private shown: Shown | null = null;
  private wanted = 0;

  constructor(private readonly container: HTMLElement) {}

  /** @returns whether this picture is what is now shown: a newer wish overtakes it */
  async show(spec: TopLevelSpec): Promise<boolean> {
    const wish = ++this.wanted;
    const { compiled, openView } = await import('./vega.js');
    if (wish !== this.wanted) return false;
    const vega = compiled(spec);
    const structure = structureOf(vega);
    if (this.shown?.structure === structure) {
      for (const [name, rows] of rowsOf(vega)) this.shown.view.data(name, rows);
      await this.shown.view.runAsync();
    } else {
      const element = document.createElement('div');
      const view = await openView(vega, element);
      if (wish !== this.wanted) {
        view.finalize();
        return false;
      }
      this.shown?.view.finalize();
      this.shown = { view, structure, element };
      this.container.replaceChildren(element);
    }
    return true;
  }

  /** The left top corners of the panels (px from that of the picture); none while nothing is shown. */
  corners(): Spot[] {
    const corners: Spot[] = [];
    const { left, top } = this.container.getBoundingClientRect();
    for (;;) {
      const group = this.container.querySelector<SVGGElement>(`.${anchorName(corners.length)}_marks`);
      const matrix = group?.getScreenCTM();
      if (!matrix) return corners;
      corners.push({ x: matrix.e - left, y: matrix.f - top });
    }
  }

  close(): void {
    this.wanted++;
    this.shown?.view.finalize();
    this.shown = null;
    this.container.replaceChildren();
  }
}
