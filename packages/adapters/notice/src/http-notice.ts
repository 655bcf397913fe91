import { createHmac } from 'node:crypto';
import { isGatewayUrl, type Clock } from '@temkin/kernel';
import type { NoticeGateway } from './gateway.ts';

export interface HttpNoticeOptions {
  /** The company's gateway for messages: see `isGatewayUrl`. */
  readonly url: string;
  /** Shared with the gateway; 32 characters at least. */
  readonly secret: string;
  readonly clock: Clock;
}

const MIN_SECRET_LENGTH = 32;

/**
 * Hands messages to a gateway by a signed POST (Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp`,
 * `webhook-signature`, HMAC-SHA256 over id, timestamp and body), which lets the gateway tell us from others and a repetition
 * from a new message. It follows no redirect, reads no answer but its status, and throws nothing that quotes a message.
 */
export const httpNotice = ({ url, secret, clock }: HttpNoticeOptions): NoticeGateway => {
  if (!isGatewayUrl(url)) throw new Error('a message gateway is an HTTPS address of a public name');
  if (secret.length < MIN_SECRET_LENGTH)
    throw new Error(`the secret of a message gateway has at least ${MIN_SECRET_LENGTH} characters`);
  return {
    send: async ({ noticeId, tenant, phone, kind, code, text }, signal) => {
      const timestamp = String(Math.floor(clock.now() / 1_000));
      const body = JSON.stringify({ noticeId, company: tenant, to: phone, kind, code, text });
      const signature = createHmac('sha256', secret)
        .update(`${noticeId}.${timestamp}.${body}`)
        .digest('base64');
      const answer = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal,
        headers: {
          'content-type': 'application/json',
          'webhook-id': noticeId,
          'webhook-timestamp': timestamp,
          'webhook-signature': `v1,${signature}`,
        },
        body,
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`the message gateway answered ${answer.status}`);
    },
  };
};
