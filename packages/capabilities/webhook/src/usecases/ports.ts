import type { Recorder } from '@temkin/audit-event';
import type { KeyRing } from '@temkin/crypto';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { WebhookStore } from '../store/webhooks.ts';

/** What became of a request to a receiver: its status, or none, be it that nobody answered or that nobody was asked. */
export type Posted = { readonly answered: true; readonly status: number } | { readonly answered: false };

/** The way to receivers. They belong to others, and their names may lead anywhere. */
export interface Receivers {
  /** Whether an address may be a receiver's, by its form: where its name leads is known only when it is asked. */
  isAllowed(url: string): boolean;
  /** Posts once, within bounded time and memory, follows nothing, and connects to public addresses alone. Never throws. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Posted>;
}

/** What every use case of this capability has at hand. */
export interface Surroundings {
  readonly recorder: Recorder;
  readonly store: WebhookStore;
  /** Purpose `webhook`. */
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly random: RandomBytes;
}
