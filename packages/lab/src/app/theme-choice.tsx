import { chooseTheme, theme, type Theme, THEMES } from '../look/theme.js';
import './theme-choice.css';

const ICONS: Readonly<Record<Theme, string>> = {
  system: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12M7 3v10M5.5 3v10M4 4v8',
  light:
    'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  dark: 'M13.5 10A6 6 0 0 1 6 2.5a6 6 0 1 0 7.5 7.5z',
};

const NAMES: Readonly<Record<Theme, string>> = {
  system: 'Colors of the system',
  light: 'Light colors',
  dark: 'Dark colors',
};

/** Light, dark, or as the system has it. */
export function ThemeChoice() {
  return (
    <fieldset class="choice theme-choice">
      <legend class="visually-hidden">Colors</legend>
      {THEMES.map((each) => (
        <label key={each} title={NAMES[each]}>
          <input
            type="radio"
            name="theme"
            value={each}
            checked={theme.value === each}
            onChange={() => chooseTheme(each)}
          />
          <svg viewBox="0 0 16 16" aria-hidden="true" class={`theme-choice-${each}`}>
            <path d={ICONS[each]} />
          </svg>
          <span class="visually-hidden">{NAMES[each]}</span>
        </label>
      ))}
    </fieldset>
  );
}
