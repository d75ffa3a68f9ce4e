import type { Scenario } from 'lockstep/scenario';
import { useRef } from 'preact/hooks';
import type { Changes } from '../state/lab.js';
import { useLab } from '../state/lab-context.js';
import { ControlGroup } from './control-group.js';
import { ChipChoice } from './shape-choice.js';
import { useOption } from './use-option.js';

const DESCRIBED = {
  name: 'described',
  label: 'Described',
  sentence: 'Arrivals and lengths are drawn as described.',
};
const AZURE = {
  name: 'azure-conv',
  label: 'azure-conv',
  sentence: 'An hour of a production chat service, recorded by Azure in 2023: 19,366 requests.',
};
const NO_TRACE: Changes = {
  trace: undefined,
  timeUnit: undefined,
  from: undefined,
  to: undefined,
  first: undefined,
  scale: undefined,
  skipFailed: undefined,
  rate: undefined,
};

/** Whether requests are drawn, or those of a trace. */
export function TrafficSource() {
  const { scenario } = useLab();
  const { shown, error, wish } = useOption(['trace'], ({ trace }) => trace ?? DESCRIBED.name);
  const described = useRef<Changes>({});
  const ownTrace = useRef<string | null>(null);
  if (shown !== DESCRIBED.name && shown !== AZURE.name) ownTrace.current = shown;

  const own = ownTrace.current && {
    name: ownTrace.current,
    label: ownTrace.current,
    sentence: `The requests of ${ownTrace.current}.`,
  };
  const sources = [DESCRIBED, AZURE, ...(own ? [own] : [])];
  const choose = (name: string) => {
    if (shown === DESCRIBED.name) described.current = describedPart(scenario.peek());
    wish(name, name === DESCRIBED.name ? { ...NO_TRACE, ...described.current } : { trace: name });
  };
  return (
    <ControlGroup option="trace" label={null} error={error} errorId="traffic-source-error">
      <ChipChoice id="traffic-source" label="Traffic" shapes={sources} chosen={shown} onChoice={choose} />
      <p class="control-group-sentence muted">{sources.find(({ name }) => name === shown)?.sentence}</p>
    </ControlGroup>
  );
}

/** What a trace displaces, to have it back after it. */
function describedPart({ arrivals, rate, promptTokens, outputTokens, requests }: Scenario): Changes {
  return { arrivals, rate, promptTokens, outputTokens, requests } as Changes;
}
