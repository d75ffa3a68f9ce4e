import { useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useLab } from '../state/lab-context.js';
import { FigureTile } from './figure-tile.js';
import './key-figures.css';
import { MAIN_FIGURES } from './main-figures.js';
import { MORE_FIGURES } from './more-figures.js';
import { Notes } from './notes.js';
import { PinnedLine } from './pinned-line.js';
import { ProblemBanner } from './problem-banner.js';
import { RunStatus } from './run-status.js';

/** The run in numbers: the main ones stay in sight, the others scroll with the page, below what is put between them. */
export function KeyFigures({ children }: { readonly children?: ComponentChildren }) {
  const { run } = useLab();
  const asked = useComputed(() =>
    MORE_FIGURES.filter(({ isAsked }) => isAsked === undefined || (run.value && isAsked(run.value.point))),
  );
  return (
    <>
      <section class="figures-strip" aria-labelledby="key-figures">
        <h2 id="key-figures" class="visually-hidden">
          Key figures
        </h2>
        <RunStatus />
        <dl class="figures-list figures-main">
          {MAIN_FIGURES.map((figure) => (
            <FigureTile key={figure.name} figure={figure} />
          ))}
        </dl>
        <ProblemBanner />
      </section>
      {children}
      <section class="figures-more" aria-label="More figures">
        <PinnedLine />
        <dl class="figures-list">
          {asked.value.map((figure) => (
            <FigureTile key={figure.name} figure={figure} />
          ))}
        </dl>
        <Notes />
      </section>
    </>
  );
}
