import type { CitizenChannel, SignedMessage } from '@temkin/caller-id/domain';
import { httpCitizenChannel, signMessage } from '@temkin/citizen-channel';
import type { Clock } from '@temkin/kernel';
import { text } from 'node:stream/consumers';
import { afterAll } from 'vitest';
import { loopbackServer } from './loopback-server.ts';

/** Of two companies; others have no gateway. */
const SECRETS: Readonly<Record<string, string>> = {
  demo: 'what the gateway of the first company knows',
  other: 'what the gateway of the second company knows',
};

/** A text that a gateway was told to send. */
export interface SentText {
  readonly id: string;
  readonly to: string;
  readonly text: string;
}

/** What somebody does at a telephone. */
export type Said =
  | { readonly kind: 'text'; readonly from: string; readonly text: string }
  | { readonly kind: 'keys'; readonly from: string; readonly entries: readonly string[] };

/**
 * Gateways of texts over HTTP, one server for both companies. Call it at the top level of a test file, with `await`: it ends with
 * the file.
 */
export const citizenGateway = async () => {
  const posted: SentText[] = [];
  let status = 202;
  let told = 0;
  const server = await loopbackServer(async (request, response) => {
    const body = JSON.parse(await text(request)) as Omit<SentText, 'id'>;
    posted.push({ id: String(request.headers['webhook-id']), to: body.to, text: body.text });
    response.writeHead(status).end();
  });
  afterAll(server.stop);

  return {
    /** For `testSystem`. */
    citizenChannel: (clock: Clock): CitizenChannel =>
      httpCitizenChannel({
        gatewayOf: (tenant) => {
          const secret = SECRETS[tenant];
          return secret === undefined ? undefined : { url: server.endpoint, secret };
        },
        clock,
      }),

    /** Every request to send a text, in order. */
    posted,

    /** How it answers from now on. */
    answering: (answer: number): void => {
      status = answer;
    },

    /** What a company's gateway says, signed; by the secret of no company where it is said to be another's. */
    says: (
      said: object,
      {
        at,
        company = 'demo',
        id = `message-${(told += 1)}`,
      }: { readonly at: number; readonly company?: string; readonly id?: string },
    ): SignedMessage =>
      signMessage(
        SECRETS[company] ?? 'what the gateway of no company at all knows',
        { id, content: JSON.stringify(said) },
        at,
      ),
  };
};
