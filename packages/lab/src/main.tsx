import { render } from 'preact';
import './look/base.css';
import { App } from './app/app.js';
import { applyPalettes } from './look/palettes.js';
import { restoreTheme } from './look/theme.js';
import { fromAddress } from './state/address.js';
import { createLab } from './state/create-lab.js';
import { followAddress } from './state/follow-address.js';
import { LabProvider } from './state/lab-context.js';

applyPalettes();
restoreTheme();
const lab = createLab(fromAddress(location.hash));
followAddress(lab);
// For the curious at the browser's console, and for tests of the page.
Object.assign(globalThis, { lab });
render(
  <LabProvider value={lab}>
    <App />
  </LabProvider>,
  document.getElementById('lab')!,
);
