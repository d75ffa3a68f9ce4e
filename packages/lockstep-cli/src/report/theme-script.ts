/** Lets a reader choose light or dark; without it the page follows the system. */
export const THEME_SCRIPT = `
const button = document.getElementById('theme');
const themes = ['system', 'light', 'dark'];
let chosen = 0;
button.hidden = false;
button.addEventListener('click', () => {
  chosen = (chosen + 1) % themes.length;
  const theme = themes[chosen];
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  button.textContent = 'Theme: ' + theme;
});
`;
