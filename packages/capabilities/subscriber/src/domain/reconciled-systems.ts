import type { SubscriptionState } from './record/subscriber-record.ts';

/** The systems of a company that know numbers beside the registry (one of four). */
export const RECONCILED_SYSTEMS = ['network', 'billing', 'points-of-sale'] as const;

export type ReconciledSystem = (typeof RECONCILED_SYSTEMS)[number];

/** What a system says of a number, which it knows by the subscription's id: it comes with every order. */
export interface SystemRecord {
  readonly subscriptionId: string;
  readonly state: SubscriptionState;
}

/** What a system has, a page of it. */
export interface SystemPage {
  /** At most a hundred. */
  readonly records: readonly SystemRecord[];
  /** What the page after is asked with; present where more may follow. */
  readonly next?: string;
}

/** Asks the systems of companies what they have. Nothing is told to them but ids. */
export interface ReconciledSystems {
  /** Companies that have any such system. */
  tenants(): readonly string[];
  /** Which systems of a company can be asked. */
  of(tenant: string): readonly ReconciledSystem[];
  /** What a system has under these ids, at most a hundred; what it does not have is left out. Rejects where it does not answer. */
  states(
    tenant: string,
    system: ReconciledSystem,
    subscriptionIds: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly SystemRecord[]>;
  /** All that a system has, a page after the other. Rejects where it does not answer. */
  page(
    tenant: string,
    system: ReconciledSystem,
    after: string | undefined,
    signal: AbortSignal,
  ): Promise<SystemPage>;
}
