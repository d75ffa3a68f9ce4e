import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Whether an element is in sight or about to be, or is being printed: what is out of sight is not drawn. */
export function useNear(element: RefObject<HTMLElement | null>): Signal<boolean> {
  const near = useSignal(false);
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        near.value = entries.at(-1)!.isIntersecting;
      },
      { rootMargin: '100px' },
    );
    observer.observe(element.current!);
    const print = () => {
      near.value = true;
    };
    addEventListener('beforeprint', print);
    return () => {
      observer.disconnect();
      removeEventListener('beforeprint', print);
    };
  }, []);
  return near;
}
