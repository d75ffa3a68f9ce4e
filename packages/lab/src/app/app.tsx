import { CurvesView } from '../curves/curves-view.js';
import { Controls } from '../controls/controls.js';
import { KeyFigures } from '../figures/key-figures.js';
import { TimelineView } from '../timeline/timeline-view.js';
import { TakeAlong } from '../take-along/take-along.js';
import { Tour } from '../tour/tour.js';
import { Header } from './header.js';
import './app.css';

/** The whole page: what one asks for at the left, what comes of it at the right. */
export function App() {
  return (
    <>
      <Header />
      <main class="lab">
        <Controls />
        <div class="views">
          <Tour />
          <KeyFigures />
          <TimelineView />
          <CurvesView />
          <TakeAlong />
        </div>
      </main>
    </>
  );
}
