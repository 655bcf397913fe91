import type { PolicyRecord } from '@temkin/kernel';
import type { SubscriptionState } from './record/subscriber-record.ts';

/**
 * How a network is to serve a number. It says all of it and not what changed, so that the last order alone counts: one that is older than
 * what the network has is acknowledged and changes nothing. A number is its last subscription's: what is ordered of one that had it
 * before is noted of that subscription, and changes nothing of how the number is served.
 */
export interface ProvisioningOrder {
  readonly tenant: string;
  readonly subscriptionId: string;
  /** Counts the changes of the subscription: of two orders the one with the higher version counts. */
  readonly version: number;
  /**
   * When the registry took the subscription in; milliseconds since the epoch. Nobody gets a number before it is free, so that of two
   * subscriptions of one number the later has it.
   */
  readonly heldSince: number;
  /** E.164. */
  readonly phone: string;
  readonly state: SubscriptionState;
}

/** What a network answers: `unsupported` where the company has none that takes orders. */
export type ProvisioningVerdict =
  | {
      readonly outcome: 'acknowledged';
      /** What the network calls its acknowledgement; names nobody and no number. */
      readonly acknowledgement?: string;
    }
  | { readonly outcome: 'unsupported' };

/** Hands a network what became of numbers. */
export interface Provisioning {
  /** Resolves once the network answers. Rejects where it does not, or refuses, or where the signal is aborted. The same order may be put again. */
  put(order: ProvisioningOrder, signal: AbortSignal): Promise<ProvisioningVerdict>;
}

/** Minutes within which a network acknowledges an order. */
export const acknowledgedWithin: readonly PolicyRecord<number>[] = [
  {
    id: 'order-acknowledged-within',
    value: 60,
    source:
      'Temkin default: half of the two hours of Circular 08/2026 Art 8, within which a number is suspended in the network',
    validFrom: '2026-11-22',
  },
];
