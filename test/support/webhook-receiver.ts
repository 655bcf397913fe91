import type { ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { loopbackServer } from './loopback-server.ts';

/** A message as its receiver sees it. */
export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The parts of a message of ours that tests look at. */
export interface CloudEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const withStatus =
  (status: number) =>
  (response: ServerResponse): void =>
    void response.writeHead(status).end();

/** A receiver on a loopback port, which keeps what it gets and answers as it is told. */
export const webhookReceiver = async () => {
  const received: Received[] = [];
  let answer = withStatus(204);
  const server = await loopbackServer(async (request, response) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    received.push({ headers, body: await text(request) });
    answer(response);
  });
  return {
    ...server,
    url: `${server.endpoint}/hooks`,
    received,
    answers: (how: typeof answer | number): void => {
      answer = typeof how === 'number' ? withStatus(how) : how;
    },
    events: (): readonly CloudEvent[] => received.map(({ body }) => JSON.parse(body) as CloudEvent),
  };
};

export type WebhookReceiver = Awaited<ReturnType<typeof webhookReceiver>>;

/** Whether a message is signed with a secret, by the verifier of the standard's own library: its clock is the real one. */
export const isSigned = ({ headers, body }: Received, secret: string, nowMilliseconds: number): boolean => {
  const realNow = Date.now;
  Date.now = () => nowMilliseconds;
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  } finally {
    Date.now = realNow;
  }
};
