import type { EventDraft } from '@temkin/audit-event';
import type { Move } from '../domain/index.ts';

/** A move of a subscription that is there. */
export type LaterMove = Exclude<Move, { readonly name: 'register' | 'import' }>;

/** How an event speaks of a move: what was changed, and on which grounds. */
export const moveEvent = (move: LaterMove): Pick<EventDraft, 'action' | 'change' | 'grounds'> => {
  switch (move.name) {
    case 'verify':
      return { action: 'subscription.verify', change: 'active' };
    case 'hold':
      return { action: 'subscription.suspend', change: move.level, grounds: move.cause };
    case 'lift':
      return { action: 'subscription.resume', change: move.cause, grounds: move.because };
    case 'end':
      return {
        action: move.cause === 'transfer' ? 'subscription.transfer' : 'subscription.terminate',
        change: 'terminated',
        grounds: move.cause,
      };
  }
};
