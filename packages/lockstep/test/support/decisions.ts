import type { DecisionLog } from 'lockstep/core';

/** A decision log in words, a line a batch: `250 full: 0,1 -> 900`, and a line for all who never started. */
export function decisions(log: DecisionLog): string[] {
  const lines: string[] = [];
  for (const { startedAt, reason, members, endedAt } of log.records()) {
    const requests = members.map((member) => member.request).join(',');
    lines.push(`${ms(startedAt)} ${reason}: ${requests} -> ${ms(endedAt)}`);
  }
  for (let request = 0; request < log.requestCount; request++) {
    const outcome = log.outcomeOf(request);
    if (outcome !== 'completed')
      lines.push(`${ms(log.requests.finishedAt[request]!)} ${outcome}: ${request}`);
  }
  return lines;
}

function ms(instant: number): string {
  return String(Math.round(instant * 1000) / 1000);
}
