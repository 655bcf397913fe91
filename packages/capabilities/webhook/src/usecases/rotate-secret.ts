import { keyedHash } from '@temkin/crypto';
import { toHex, type Caller, type Receipt } from '@temkin/kernel';
import { findWebhook } from './find-webhook.ts';
import type { Surroundings } from './ports.ts';
import { webhookResource } from './refuse.ts';
import { makeSecret, openSecret, secretText } from './sealed-secret.ts';
import { untilSettled } from './until-settled.ts';

/** A new secret, and until when (milliseconds since the epoch) the one before it signs as well. */
export interface RotatedSecret {
  readonly secret: string;
  readonly previousUntil: number;
  /** Absent where the secret was made by an earlier attempt of the same request. */
  readonly receipt?: Receipt;
}

/** Time to take the new secret over. */
const OVERLAP_MILLISECONDS = 24 * 3_600_000;

/**
 * Gives a webhook a new secret; for a day every message is signed with both. The same seed answers the same secret again,
 * so that an answer which was lost costs nobody theirs. Refuses `WEBHOOK.UNKNOWN`.
 */
export const rotateSecret = (dependencies: Surroundings) => {
  const { recorder, store, keyRing, clock } = dependencies;
  return (caller: Caller, webhookId: string, seed: Uint8Array): Promise<RotatedSecret> =>
    untilSettled(async () => {
      const { tenant } = caller.principal;
      const webhook = await findWebhook(store, tenant, webhookId);
      const madeBy = toHex(keyedHash(seed, 16, 'rotation'));
      if (webhook.madeBy === madeBy) {
        const bytes = await openSecret(keyRing, tenant, webhookId, webhook.secret);
        return { secret: secretText(bytes), previousUntil: webhook.previousUntil ?? clock.now() };
      }

      const made = await makeSecret(dependencies, tenant, webhookId);
      const previousUntil = clock.now() + OVERLAP_MILLISECONDS;
      const recorded = await recorder.commit(
        caller,
        { action: 'webhook.rotate', outcome: 'allowed', resources: [webhookResource(webhookId)] },
        {
          writes: () => [store.rotateWrite(tenant, webhook, { secret: made.sealed, madeBy, previousUntil })],
        },
      );
      return recorded.outcome === 'committed'
        ? { secret: secretText(made.bytes), previousUntil, receipt: recorded.receipt }
        : undefined;
    });
};
