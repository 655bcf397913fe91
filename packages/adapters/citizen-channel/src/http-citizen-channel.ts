import { isPlainText, type CitizenChannel } from '@temkin/caller-id/domain';
import { isGatewayUrl, type Clock } from '@temkin/kernel';
import { randomBytes } from 'node:crypto';
import { inboundMessage } from './inbound-message.ts';
import { isGenuine, signMessage } from './standard-webhook.ts';

/** A company's gateway of texts and of its voice menu. */
export interface CitizenGateway {
  /** Where texts are handed over: see `isGatewayUrl`. */
  readonly url: string;
  /** Signs what we tell it and what it tells us; 32 characters at least. */
  readonly secret: string;
}

export interface HttpCitizenChannelOptions {
  /** The gateway of a company; undefined where it has none. */
  readonly gatewayOf: (tenant: string) => CitizenGateway | undefined;
  readonly clock: Clock;
}

/** Characters of a secret that nobody guesses. */
export const MIN_SECRET_LENGTH = 32;

/**
 * Texts over HTTP: outbound by a signed POST of `{ company, to, text }`, inbound as a signed message of `{ kind: "text", from, text }`
 * or `{ kind: "keys", from, entries }`. It follows no redirect, reads no answer but its status, believes no message that is not
 * signed within five minutes, and throws nothing that quotes a number or a text.
 */
export const httpCitizenChannel = ({ gatewayOf, clock }: HttpCitizenChannelOptions): CitizenChannel => {
  const gatewayFor = (tenant: string): CitizenGateway | undefined => {
    const gateway = gatewayOf(tenant);
    if (gateway === undefined) return undefined;
    if (!isGatewayUrl(gateway.url)) throw new Error('a citizen gateway is an HTTPS address of a public name');
    if (gateway.secret.length < MIN_SECRET_LENGTH)
      throw new Error(`the secret of a citizen gateway has at least ${MIN_SECRET_LENGTH} characters`);
    return gateway;
  };

  // Where a company has no gateway, a message takes as long to judge as where it has.
  const nobodys = randomBytes(MIN_SECRET_LENGTH).toString('hex');

  return {
    send: async ({ messageId, tenant, to, text }, signal) => {
      signal.throwIfAborted();
      const gateway = gatewayFor(tenant);
      if (gateway === undefined) throw new Error('the company has no citizen gateway');
      if (!isPlainText(text)) throw new Error('a text to a citizen fits one message of plain letters');
      const content = JSON.stringify({ company: tenant, to, text });
      const { id, timestamp, signature } = signMessage(
        gateway.secret,
        { id: messageId, content },
        clock.now(),
      );
      const answer = await fetch(gateway.url, {
        method: 'POST',
        redirect: 'error',
        signal,
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': signature,
        },
        body: content,
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`the citizen gateway answered ${answer.status}`);
    },

    read: (tenant, message) => {
      const { secret } = gatewayFor(tenant) ?? { secret: nobodys };
      return isGenuine(secret, message, clock.now()) ? inboundMessage(message) : undefined;
    },
  };
};
