import { signal } from '@preact/signals';

/** From here on controls stand beside the views. Style sheets have the same number. */
const query = matchMedia('(min-width: 1100px)');

/** Whether there is room for controls beside the views. */
export const isWide = signal(query.matches);

query.addEventListener('change', ({ matches }) => (isWide.value = matches));
