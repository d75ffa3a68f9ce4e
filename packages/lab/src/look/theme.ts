import { signal } from '@preact/signals';

/** `system` follows the setting of the visitor's system. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'lockstep-lab-theme';

/** Which colors the visitor chose. */
export const theme = signal<Theme>('system');

/** Takes up the choice of an earlier visit; to be called before anything is drawn. */
export function restoreTheme(): void {
  show(THEMES.find((each) => each === stored()) ?? 'system');
}

export function chooseTheme(choice: Theme): void {
  show(choice);
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // A browser that keeps nothing for this page: the choice then holds for this visit.
  }
}

function show(choice: Theme): void {
  theme.value = choice;
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Whether the page is dark now, by the visitor's choice or the system's. */
export function isDark(): boolean {
  if (theme.value !== 'system') return theme.value === 'dark';
  return matchMedia('(prefers-color-scheme: dark)').matches;
}
