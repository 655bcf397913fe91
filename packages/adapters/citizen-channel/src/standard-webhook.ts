import type { SignedMessage } from '@temkin/caller-id/domain';
import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the clock of a gateway may be from ours (Standard Webhooks 1.0: "tolerance", five minutes). */
const TOLERANCE_SECONDS = 300;

/** A name that every header carries as it is: without one, or under two at once, nobody could tell whether a message was told before. */
const ID = /^[!-~]{1,256}$/;

/** Signatures of one message: by a secret and by the one before it, and room for more. */
const MOST_SIGNATURES = 4;

const signatureOf = (secret: string, { id, timestamp, content }: Omit<SignedMessage, 'signature'>): string =>
  `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${content}`).digest('base64')}`;

/** Signs what is told to a gateway, or by one (Standard Webhooks 1.0: HMAC-SHA256 over id, timestamp and content). */
export const signMessage = (
  secret: string,
  { id, content }: { readonly id: string; readonly content: string },
  nowMilliseconds: number,
): SignedMessage => {
  const timestamp = String(Math.floor(nowMilliseconds / 1_000));
  return { id, timestamp, content, signature: signatureOf(secret, { id, timestamp, content }) };
};

const isSame = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** Whether a message is the word of whoever has the secret, said within five minutes. */
export const isGenuine = (secret: string, message: SignedMessage, nowMilliseconds: number): boolean => {
  if (!ID.test(message.id) || !/^\d{1,12}$/.test(message.timestamp)) return false;
  if (Math.abs(Number(message.timestamp) - nowMilliseconds / 1_000) > TOLERANCE_SECONDS) return false;
  const expected = signatureOf(secret, message);
  const signatures = message.signature.split(' ').slice(0, MOST_SIGNATURES);
  return signatures.some((signature) => isSame(signature, expected));
};
