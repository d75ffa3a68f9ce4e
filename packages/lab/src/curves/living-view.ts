import { type GhostPoint, ghostsName, type Mark, marksName } from 'lockstep-cli/charts';
import { rowsOf, structureOf } from './structure.js';
import type { TopLevelSpec, View } from './vega.js';

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
  private marks: readonly Mark[][] = [];
  private ghosts: readonly GhostPoint[][] = [];

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
    this.fill();
    return true;
  }

  /** Shows these marks and no others, panel by panel. */
  mark(marks: readonly Mark[][]): void {
    this.marks = marks;
    this.fill();
  }

  /** Shows these ghosts and no others, panel by panel. */
  haunt(ghosts: readonly GhostPoint[][]): void {
    this.ghosts = ghosts;
    this.fill();
  }

  /** Where a panel's left top corner is (px from that of the window); null while nothing is shown. */
  cornerOf(panel: number): { x: number; y: number } | null {
    const group = this.shown?.element.querySelector<SVGGElement>(`.${marksName(panel)}_marks`);
    const matrix = group?.getScreenCTM();
    return matrix ? { x: matrix.e, y: matrix.f } : null;
  }

  close(): void {
    this.wanted++;
    this.shown?.view.finalize();
    this.shown = null;
    this.container.replaceChildren();
  }

  private fill(): void {
    if (this.shown === null) return;
    const { view } = this.shown;
    this.marks.forEach((rows, panel) => view.data(marksName(panel), [...rows]));
    this.ghosts.forEach((rows, panel) => view.data(ghostsName(panel), [...rows]));
    view.run();
  }
}
