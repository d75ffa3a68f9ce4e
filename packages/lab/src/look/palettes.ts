import { cssVariables, DARK, LIGHT } from 'lockstep-cli/charts';

/** Makes the colors of the charts the colors of the page: the system's choice, unless the visitor made one. */
export function applyPalettes(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :root { ${cssVariables(LIGHT)}; color-scheme: light }
    @media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { ${cssVariables(DARK)}; color-scheme: dark } }
    :root[data-theme=dark] { ${cssVariables(DARK)}; color-scheme: dark }
  `);
  document.adoptedStyleSheets.push(sheet);
}
