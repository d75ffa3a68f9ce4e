import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import './explained.css';

interface ExplainedProps {
  readonly children: ComponentChildren;
  readonly explanation: string;
}

/** Words that say what they mean, on hover and on focus; Escape hides it. */
export function Explained({ children, explanation }: ExplainedProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const tip = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (open) keepInWindow(tip.current!);
  }, [open]);
  return (
    <span
      class="explained"
      onPointerEnter={() => setOpen(true)}
      onPointerLeave={() => setOpen(false)}
      onKeyDown={({ key }) => key === 'Escape' && setOpen(false)}
    >
      <button
        type="button"
        class="explained-word"
        aria-describedby={id}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
      >
        {children}
      </button>
      <span ref={tip} id={id} role="tooltip" class="explained-tip" hidden={!open}>
        {explanation}
      </span>
    </span>
  );
}

const MARGIN = 8;

/** Moves it sideways until all of it can be read. */
function keepInWindow(tip: HTMLElement): void {
  tip.style.translate = '0';
  const { left, right } = tip.getBoundingClientRect();
  const most = document.documentElement.clientWidth - MARGIN;
  tip.style.translate = `${right > most ? most - right : Math.max(0, MARGIN - left)}px`;
}
