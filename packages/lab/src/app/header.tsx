import { useLab } from '../state/lab-context.js';

export function Header() {
  const { run } = useLab();
  return (
    <header class="header">
      <h1>Lockstep lab</h1>
      <p>{run.value?.title}</p>
    </header>
  );
}
