import { effect } from '@preact/signals';
import { fromAddress, toAddress } from './address.js';
import type { Lab } from './lab.js';

/** Browsers refuse an address that changes too often; Safari takes a hundred changes in 30 s. */
const EVERY_MS = 350;

/** Keeps the address what the lab shows, and the lab what the address asks for. */
export function followAddress(lab: Lab): void {
  let written = location.hash.slice(1);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    waiting = undefined;
    const address = addressOf(lab);
    if (address === written) return;
    written = address;
    history.replaceState(null, '', address === '' ? location.pathname + location.search : `#${address}`);
  };
  effect(() => {
    addressOf(lab);
    waiting ??= setTimeout(write, EVERY_MS);
  });
  addEventListener('hashchange', () => {
    const asked = location.hash.slice(1);
    if (asked === written) return;
    written = asked;
    lab.show(fromAddress(asked));
  });
  // A visitor who leaves at once and comes back finds what was there.
  addEventListener('pagehide', write);
}

/** The state of a lab as it stands behind the `#` of its address. */
export function addressOf({ scenario, pinnedScenario, view }: Lab): string {
  const { rows, stretch, request, scene } = view;
  return toAddress(scenario.value, pinnedScenario.value, {
    rows: rows.value,
    stretch: stretch.value,
    request: request.value,
    scene: scene.value,
  });
}
