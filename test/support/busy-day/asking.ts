import { signMessage } from '@temkin/citizen-channel';
import { randomUUID } from 'node:crypto';
import { messageRequest } from '../citizen-line.ts';
import type { ServerProcess } from '../server-process.ts';
import { STRAY_HEADER } from './texts.ts';

/** Asks the day's server, and remembers how it answered. */
export interface Asking {
  readonly server: ServerProcess;
  readonly origin: string;
  /** Of all answers so far, in order. */
  readonly statuses: readonly number[];
  /**
   * Asks as a persona. A `body` that is no string is sent as JSON; undefined sends none. Answers the body, whatever the
   * status: what was sent as JSON parsed, and lines of JSON as they are.
   */
  readonly call: (
    by: string,
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<unknown>;
  /** Asks at the public page about parcels' histories, as everybody may. */
  readonly anybody: (path: string, body: unknown) => Promise<Readonly<Record<string, string>>>;
  /** Asks at the public pages about calls, as everybody may. */
  readonly citizen: (path: string, body: unknown) => Promise<Readonly<Record<string, string>>>;
  /** Has the company's gateway hand on what somebody has written or pressed. */
  readonly gateway: (said: object) => Promise<void>;
}

/** Asks with a stray text in every header that takes one. */
export const asking = async (server: ServerProcess): Promise<Asking> => {
  const origin = await server.origin;
  const statuses: number[] = [];
  const bearers = new Map<string, Promise<string>>();

  const call: Asking['call'] = async (by, method, path, body, headers = {}) => {
    const bearer = bearers.get(by) ?? server.tokenFor(by);
    bearers.set(by, bearer);
    const answer = await fetch(origin + path, {
      method,
      headers: {
        authorization: `Bearer ${await bearer}`,
        'x-correlator': STRAY_HEADER,
        'user-agent': STRAY_HEADER,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    statuses.push(answer.status);
    const text = await answer.text();
    return answer.headers.get('content-type')?.includes('json') === true && !/^$|\}\n$/.test(text)
      ? JSON.parse(text)
      : text;
  };

  const citizen: Asking['citizen'] = async (path, body) => {
    const answer = await fetch(`${origin}/v1/public/demo/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-correlator': STRAY_HEADER },
      body: JSON.stringify(body),
    });
    statuses.push(answer.status);
    return (await answer.json()) as Readonly<Record<string, string>>;
  };

  const gateway: Asking['gateway'] = async (said) => {
    const message = { id: randomUUID(), content: JSON.stringify(said) };
    const signed = signMessage(await server.citizenSecret(), message, Date.now());
    const answer = await fetch(messageRequest(signed, 'demo', origin));
    statuses.push(answer.status);
    await answer.body?.cancel();
  };

  const anybody: Asking['anybody'] = (path, body) => citizen(`parcel-history${path}`, body);

  return { server, origin, statuses, call, anybody, citizen, gateway };
};
