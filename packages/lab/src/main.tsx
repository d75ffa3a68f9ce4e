import { render } from 'preact';
import './look/base.css';
import { App } from './app/app.js';
import { applyPalettes } from './look/palettes.js';
import { restoreTheme } from './look/theme.js';
import { createLab } from './state/create-lab.js';
import { LabProvider } from './state/lab-context.js';

applyPalettes();
restoreTheme();
render(
  <LabProvider value={createLab()}>
    <App />
  </LabProvider>,
  document.getElementById('lab')!,
);
