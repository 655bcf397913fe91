import { toBase64, utf8 } from '@temkin/kernel';

const HMAC_SHA256 = { name: 'HMAC', hash: 'SHA-256' } as const;

const signature = async (secret: Uint8Array, content: string): Promise<string> => {
  const key = await crypto.subtle.importKey('raw', secret.slice(), HMAC_SHA256, false, ['sign']);
  return `v1,${toBase64(new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(content).slice())))}`;
};

/**
 * The headers of a message by Standard Webhooks: HMAC-SHA256 over id, time of the attempt and body, once for each secret,
 * so that a receiver who has not yet taken over a new one can still verify.
 */
export const signedHeaders = async (
  { messageId, body }: { readonly messageId: string; readonly body: string },
  secrets: readonly Uint8Array[],
  now: number,
): Promise<Readonly<Record<string, string>>> => {
  const seconds = Math.floor(now / 1_000);
  const content = `${messageId}.${seconds}.${body}`;
  const signatures = await Promise.all(secrets.map((secret) => signature(secret, content)));
  return {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'webhook-id': messageId,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  };
};
