import { SUBSCRIPTION_STATES, type SubscriptionState } from '../record/subscriber-record.ts';

/** States in which the network serves a number at all: calls come in, and of an active one go out. */
export const SERVED_STATES: readonly SubscriptionState[] = ['active', 'suspended-one-way'];

/** States in which a number is somebody's: one at a time for each number of a tenant. */
export const HELD_STATES: readonly SubscriptionState[] = SUBSCRIPTION_STATES.filter(
  (state) => state !== 'terminated',
);

/** How much of the service a hold takes away. */
export const HOLD_LEVELS = ['one-way', 'two-way'] as const;

export type HoldLevel = (typeof HOLD_LEVELS)[number];

/** Why a number is suspended. `imported`: an old system had it suspended and does not say why. */
export const HOLD_CAUSES = ['wrong-information', 'device-change', 'holder-request', 'imported'] as const;

export type HoldCause = (typeof HOLD_CAUSES)[number];

/** One reason for which a number is suspended. There may be several; one of each cause. */
export interface Hold {
  readonly cause: HoldCause;
  readonly level: HoldLevel;
}

/** The state that the holds of a verified number put it in: the strictest of them, and `active` where none is left. */
export const stateUnder = (holds: readonly Hold[]): 'active' | 'suspended-one-way' | 'suspended-two-way' => {
  if (holds.length === 0) return 'active';
  return holds.some(({ level }) => level === 'two-way') ? 'suspended-two-way' : 'suspended-one-way';
};
