import { asProblem, type Problem } from './problem.js';

/** Tells every error of the page that was not caught. */
export function watchFaults(tell: (problem: Problem) => void): void {
  addEventListener('error', ({ error }: ErrorEvent) => {
    // Without an error it is a remark of the browser, such as one on its own layout.
    if (error !== null && error !== undefined) tell(asProblem(error));
  });
  addEventListener('unhandledrejection', ({ reason }) => tell(asProblem(reason)));
}
