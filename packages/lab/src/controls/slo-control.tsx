import { parseSlo, formatDuration } from 'lockstep/scenario';
import { useId } from 'preact/hooks';
import { ControlGroup } from './control-group.js';
import { LONG_TIMES } from './ladder.js';
import { optionName } from '../words/option-names.js';
import { ParamRow } from './param-row.js';
import { useOption } from './use-option.js';

const TARGETS = [
  { name: 'e2e', label: 'E2E latency' },
  { name: 'ttft', label: 'First token' },
  { name: 'tpot', label: 'Per token' },
] as const;

/** Latency targets; an empty field is none. */
export function SloControl() {
  const id = useId();
  const { shown, error, wish, settle } = useOption(['slo'], ({ slo }) => targetsOf(slo));
  const take = (name: string, text: string) => {
    const typed: Record<string, string> = { ...shown, [name]: text };
    const given = TARGETS.filter((target) => typed[target.name]);
    wish(
      typed,
      given.length === 0
        ? { slo: undefined, sloAttainment: undefined }
        : { slo: given.map((target) => `${target.name}=${typed[target.name]}`).join(',') },
    );
  };
  const errorId = `${id}-error`;
  return (
    <ControlGroup option="slo" label={optionName('slo')} error={error} errorId={errorId} onLeave={settle}>
      {TARGETS.map(({ name, label }) => (
        <ParamRow
          key={name}
          id={`${id}-${name}`}
          param={{ name, label, ladder: LONG_TIMES, unit: 'ms' }}
          value={shown[name] ?? ''}
          placeholder="none"
          invalid={error !== null}
          describedBy={error === null ? undefined : errorId}
          onValue={(text) => take(name, text)}
        />
      ))}
    </ControlGroup>
  );
}

function targetsOf(slo: string | undefined): Record<string, string> {
  if (slo === undefined) return {};
  const targets = parseSlo(slo);
  return Object.fromEntries(
    TARGETS.flatMap(({ name }) => {
      const ms = targets[`${name}Ms`];
      return ms === undefined ? [] : [[name, formatDuration(ms)]];
    }),
  );
}
