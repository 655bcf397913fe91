import { deriveKey, open, seal, type Sealed } from '@temkin/crypto';
import { utf8, type RandomBytes } from '@temkin/kernel';

/** Why a delivery was attempted in vain. */
export const ATTEMPT_REASONS = [
  'no-answer',
  'nobody-there',
  'address-not-found',
  'no-access',
  'later-asked-for',
  'not-payable',
] as const;

export type AttemptReason = (typeof ATTEMPT_REASONS)[number];

/** Who took a delivered parcel. */
export const RECEIVERS = ['self', 'household', 'neighbour', 'guard', 'locker', 'desk'] as const;

/** By what the hand-over can be shown. */
export const PROOFS = ['code', 'signature', 'photo', 'identity-seen', 'locker-receipt'] as const;

/** Whom a parcel was handed to, and with which proof: it speaks of a person and is kept sealed. */
export interface HandOver {
  readonly to: (typeof RECEIVERS)[number];
  readonly proof?: {
    readonly kind: (typeof PROOFS)[number];
    /** Where the company keeps it. */
    readonly reference?: string;
  };
}

/** `crypto_kdf` context of the key for details of scans under a parcel's subject key. */
const CONTEXT = 'custody1';

/** The scan that a hand-over is told by, so that it opens as no other's. */
export interface HandOverBinding {
  readonly tenant: string;
  readonly parcelId: string;
  readonly custodyEventId: string;
}

const associatedData = ({ tenant, parcelId, custodyEventId }: HandOverBinding): string =>
  JSON.stringify([tenant, parcelId, custodyEventId]);

/**
 * Seals a hand-over under a key of the parcel's subject key, bound to its scan: it dies with the parcel's name in the log.
 * The plaintext is JSON.
 */
export const sealHandOver = (
  subjectKey: Uint8Array,
  { to, proof }: HandOver,
  boundTo: HandOverBinding,
  random: RandomBytes,
): Sealed => {
  const plaintext = utf8(JSON.stringify({ to, proof }));
  return seal(deriveKey(subjectKey, CONTEXT, 1), plaintext, associatedData(boundTo), random);
};

/** Opens what `sealHandOver` sealed; `broken` where it is not that. */
export const openHandOver = (
  subjectKey: Uint8Array,
  sealed: Sealed,
  boundTo: HandOverBinding,
): HandOver | 'broken' => {
  const plaintext = open(deriveKey(subjectKey, CONTEXT, 1), sealed, associatedData(boundTo));
  return plaintext === undefined
    ? 'broken'
    : (JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plaintext)) as HandOver);
};
