import { useComputed } from '@preact/signals';
import { useLab } from '../state/lab-context.js';
import './chat-hint.css';

/** Cost models of real machines, whose times mean little for prompts of one token. */
const REAL = /^(kernels|table|roofline):/;

/** Lengths and a rate like those of azure-conv, for a machine that the toy's would leave idle. */
const CHAT = {
  promptTokens: 'lognormal:1150:cv=1',
  outputTokens: 'geometric:210',
  rate: 0.5,
  arrivals: 'poisson',
};

/** Offers lengths that fit a real machine where those of the toy are still there. */
export function ChatHint() {
  const { scenario, change } = useLab();
  const isOdd = useComputed(() => scenario.value.promptTokens === '1' && REAL.test(scenario.value.cost));
  if (!isOdd.value) return null;
  return (
    <p class="chat-hint">
      Prompts have one token here, which no chat has.{' '}
      <button type="button" class="button small" onClick={() => change(CHAT)}>
        Take lengths and rate of a chat
      </button>
    </p>
  );
}
