import type { SubscriptionState } from '../record/subscriber-record.ts';
import type { HoldCause, HoldLevel } from './subscription-states.ts';

/**
 * Who moves a subscription: a registrar; its holder, who showed that the number is theirs; a worker, which acts for nobody but for
 * the law (due steps, answers of a population database that were waited for); an import.
 */
export const MOVERS = ['registrar', 'holder', 'worker', 'import'] as const;

export type Mover = (typeof MOVERS)[number];

/** Why a hold is lifted: the identity was verified again; what was found wrong was not; who had asked for it asks no more. */
export const LIFT_REASONS = ['verified', 'finding-withdrawn', 'request-withdrawn'] as const;

export type LiftReason = (typeof LIFT_REASONS)[number];

/** Why a subscription ends. `transfer`: another begins with another holder. `never-verified`: it was registered, and never served. */
export const END_CAUSES = [
  'wrong-information',
  'device-change',
  'holder-request',
  'transfer',
  'never-verified',
] as const;

export type EndCause = (typeof END_CAUSES)[number];

/** What may be done to a subscription. */
export type Move =
  | { readonly name: 'register' }
  /** `legacy`: every number of an old system is taken as it is; otherwise only what is verified has service. */
  | { readonly name: 'import'; readonly state: SubscriptionState; readonly mode: 'strict' | 'legacy' }
  | { readonly name: 'verify' }
  | { readonly name: 'hold'; readonly cause: HoldCause; readonly level: HoldLevel }
  | { readonly name: 'lift'; readonly cause: HoldCause; readonly because: LiftReason }
  | { readonly name: 'end'; readonly cause: EndCause };

/** Who may suspend a number for a cause, and who may lift that again for which reason. A reason that is left out lifts nothing. */
export interface HoldRule {
  readonly by: readonly Mover[];
  readonly lifts: Readonly<Partial<Record<LiftReason, readonly Mover[]>>>;
}

/** Suspensions and their ends (Decree 163/2024 Art 25.1; Circular 08/2026 Art 8). */
export const HOLD_RULES: Readonly<Record<HoldCause, HoldRule>> = {
  'wrong-information': {
    by: ['worker'],
    lifts: { verified: ['registrar', 'holder', 'worker'], 'finding-withdrawn': ['registrar'] },
  },
  // Only the face of the holder ends it: a device that was changed back is a change too.
  'device-change': { by: ['worker'], lifts: { verified: ['registrar', 'holder', 'worker'] } },
  'holder-request': {
    by: ['registrar', 'holder'],
    lifts: { 'request-withdrawn': ['registrar', 'holder'] },
  },
  imported: { by: [], lifts: { verified: ['registrar', 'holder', 'worker'] } },
};

/** Who may end a subscription for a cause, and from which states. */
export interface EndRule {
  readonly by: readonly Mover[];
  readonly from: readonly SubscriptionState[];
  /** Causes that forbid it by a hold, or by a timeline that runs and has put none yet: whose identity is in doubt cannot hand a number on. */
  readonly unlessHeld: readonly HoldCause[];
}

/** Ends (Decree 163/2024 Arts 24.5, 25.1; Circular 08/2026 Art 8.3). */
export const END_RULES: Readonly<Record<EndCause, EndRule>> = {
  'wrong-information': { by: ['worker'], from: ['suspended-two-way'], unlessHeld: [] },
  'device-change': { by: ['worker'], from: ['suspended-two-way'], unlessHeld: [] },
  'holder-request': {
    by: ['registrar', 'holder'],
    from: ['pending', 'active', 'suspended-one-way', 'suspended-two-way'],
    unlessHeld: [],
  },
  transfer: {
    by: ['registrar'],
    from: ['active', 'suspended-one-way', 'suspended-two-way'],
    unlessHeld: ['wrong-information', 'device-change', 'imported'],
  },
  'never-verified': { by: ['worker'], from: ['pending'], unlessHeld: [] },
};

/** Who may begin a subscription, and who may say that its holder was verified. */
export const BEGIN_MOVERS: Readonly<Record<'register' | 'import' | 'verify', readonly Mover[]>> = {
  register: ['registrar', 'holder'],
  import: ['import'],
  verify: ['registrar', 'holder', 'worker'],
};
