import { open, seal, type KeyRing } from '@temkin/crypto';
import { toBase64, type RandomBytes } from '@temkin/kernel';
import type { SealedSecret } from '../domain/index.ts';

const PURPOSE = 'webhook';

/** Standard Webhooks, "Signature scheme": 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** What a secret belongs to: moved to another webhook, or to another tenant, it opens no more. */
const associated = (tenant: string, webhookId: string): string =>
  JSON.stringify(['temkin/webhook-secret', tenant, webhookId]);

/** A fresh secret, as its receiver is told it and as it is kept. */
export const makeSecret = async (
  { keyRing, random }: { readonly keyRing: KeyRing; readonly random: RandomBytes },
  tenant: string,
  webhookId: string,
): Promise<{ readonly bytes: Uint8Array; readonly sealed: SealedSecret }> => {
  const bytes = random(SECRET_BYTES);
  const { id, key } = await keyRing.current(tenant, PURPOSE);
  return { bytes, sealed: { keyId: id, ...seal(key, bytes, associated(tenant, webhookId), random) } };
};

/** Opens a kept secret. Throws where it does not belong to its webhook: then somebody wrote past the system. */
export const openSecret = async (
  keyRing: KeyRing,
  tenant: string,
  webhookId: string,
  { keyId, ...sealed }: SealedSecret,
): Promise<Uint8Array> => {
  const key = await keyRing.byId(tenant, PURPOSE, keyId);
  const bytes = key && open(key.key, sealed, associated(tenant, webhookId));
  if (bytes === undefined) throw new Error('a stored webhook secret cannot be opened');
  return bytes;
};

/** The text that a receiver keeps: `whsec_` and base64 (Standard Webhooks, "Secrets"). */
export const secretText = (bytes: Uint8Array): string => `whsec_${toBase64(bytes)}`;
