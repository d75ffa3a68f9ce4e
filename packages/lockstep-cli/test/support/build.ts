import { buildStale } from '../../../../scripts/build-stale.mjs';
import { installChromiumIfMissing } from '../../../lab/test/support/chromium.mjs';

/** Once before all tests: the command line is tested as it is run, the lab as it is served, in a real browser. */
export default function prepare(): void {
  buildStale();
  installChromiumIfMissing();
}
