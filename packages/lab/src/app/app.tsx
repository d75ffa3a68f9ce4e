import { BatchSize } from '../controls/batch-size.js';
import { Controls } from '../controls/controls.js';
import { CurvesView } from '../curves/curves-view.js';
import { KeyFigures } from '../figures/key-figures.js';
import { isWide } from '../look/wide.js';
import { DropTarget } from '../open/drop-target.js';
import { Notice } from '../open/notice.js';
import { RecordedBar } from '../open/recorded-bar.js';
import { TakeAlong } from '../take-along/take-along.js';
import { TimelineView } from '../timeline/timeline-view.js';
import { Tour } from '../tour/tour.js';
import './app.css';
import { Header } from './header.js';

/**
 * The whole page: what one asks for at the left, what comes of it at the right. Where there is no room for that, the main
 * figures come right below the batch size; the elements stand in the order in which they are seen, which is that of Tab.
 */
export function App() {
  const wide = isWide.value;
  return (
    <div class="page">
      <Header />
      <main class="lab">
        <div class="lab-asked">
          <BatchSize />
          {wide && <Controls />}
        </div>
        <div class="lab-shown">
          {wide && <RecordedBar />}
          <KeyFigures>
            {!wide && (
              <>
                <Controls />
                <RecordedBar />
              </>
            )}
          </KeyFigures>
          <Tour />
          <TimelineView />
          <CurvesView />
          <TakeAlong />
        </div>
      </main>
      <Notice />
      <DropTarget />
    </div>
  );
}
