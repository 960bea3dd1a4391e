import type { ActionRow } from './types.ts';
import type { CaseState } from './case-state.ts';
import type { Stop } from './case-clock.ts';

/** What the actions of a case amount to. */
export interface Folded {
  state: CaseState;
  acceptedOn: string | null;
  stops: Stop[];
  stopped: boolean;
  concludedAt: string | null;
}

/** State is computed from actions: the row of a case is only their projection (a test holds the two together). */
export function foldActions(actions: readonly Pick<ActionRow, 'kind' | 'data' | 'at'>[]): Folded {
  const folded: Folded = { state: 'submitted', acceptedOn: null, stops: [], stopped: false, concludedAt: null };
  for (const { kind, data } of actions) {
    if (kind === 'moved') {
      folded.state = data['state'] as CaseState;
      if (typeof data['acceptedOn'] === 'string') folded.acceptedOn = data['acceptedOn'];
      if (typeof data['concludedAt'] === 'string') folded.concludedAt = data['concludedAt'];
    } else if (kind === 'clockStopped') {
      folded.stops = [...folded.stops, { from: String(data['day']), to: null, reason: String(data['reason']) }];
      folded.stopped = true;
    } else if (kind === 'clockStarted') {
      folded.stops = folded.stops.map((s, i) => (i === folded.stops.length - 1 ? { ...s, to: String(data['day']) } : s));
      folded.stopped = false;
    }
  }
  return folded;
}
