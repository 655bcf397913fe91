import type { Receipt, ReliedOn } from '@temkin/kernel';

/** What a webhook can be told of. */
export const WEBHOOK_EVENTS = ['parcel.state-changed'] as const;

export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

export const WEBHOOK_STATES = ['active', 'disabled'] as const;

export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** Why a webhook is told nothing any more. `restored`: it came out of a backup, and nobody knows what was done to it since. */
export const DISABLED_BECAUSE = ['asked', 'gone', 'unreachable', 'restored'] as const;

export type DisabledBecause = (typeof DISABLED_BECAUSE)[number];

/** Webhooks of a tenant, at most. */
export const WEBHOOK_LIMIT = 10;

/** 32 hexadecimal digits. */
export const WEBHOOK_ID = /^[0-9a-f]{32}$/;

/** A receiver's secret as it is kept: sealed under a tenant key of the purpose `webhook`. */
export interface SealedSecret {
  readonly keyId: string;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** Who is told of a tenant's parcels, and how it stands. Instants in milliseconds since the epoch. */
export interface Webhook {
  readonly webhookId: string;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly state: WebhookState;
  readonly disabledBecause?: DisabledBecause;
  readonly createdAt: number;
  /** The first failure since the last success. */
  readonly failingSince?: number;
  readonly secret: SealedSecret;
  /** The secret before it, which still signs until `previousUntil`. */
  readonly previous?: SealedSecret;
  readonly previousUntil?: number;
  /** Names the request that made the secret: repeated, it makes no other. */
  readonly madeBy: string;
  readonly createReceipt: Receipt;
}

/** A webhook as it was read. */
export type StoredWebhook = Webhook & { readonly reliedOn: ReliedOn };
