import { application, generalProblems, type Route } from '@temkin/http';
import { systemRandom, type Caller, type Clock } from '@temkin/kernel';
import { bulkProblems, rightsProblems, subscriberProblems } from '@temkin/subscriber';
import type { LocalTransfers } from '../../packages/runtimes/local/src/transfers/local-transfers.ts';
import { loopbackServer } from './loopback-server.ts';
import { RECEIPT } from './tiny-application.ts';

/** What is done to a request before it is answered: it may be refused, or lost. */
export type Before = (request: Request) => 'answer' | 'lose' | 'lose-answer';

const answerAll: Before = () => 'answer';

/** What an address of this machine answers. */
export interface Served {
  readonly routes: readonly Route[];
  /** Answers at signed addresses. */
  readonly transfers: LocalTransfers;
}

/** Routes of the registry at an address of this machine, which `make` is told, for one caller. */
export const registryServer = async (
  caller: Caller,
  scopes: readonly string[],
  clock: Clock,
  make: (origin: string) => Served,
  /** Says an answer otherwise; as it is where absent. */
  told: (request: Request, response: Response, body: Uint8Array) => Uint8Array | string = (_, __, body) =>
    body,
) => {
  let before = answerAll;
  const faults: unknown[] = [];
  const seeds = new Map<string, Uint8Array>();
  const appOf = ({ routes }: Served) =>
    application({
      routes,
      problems: { ...generalProblems, ...subscriberProblems, ...bulkProblems, ...rightsProblems },
      authenticator: { authenticate: async () => ({ caller, scopes, mustSign: false }) },
      signatures: { verify: async ({ caller: who }) => ({ caller: who, checkBody: async () => {} }) },
      refusalLog: { record: async () => RECEIPT },
      idempotencyClaims: {
        claim: async (_caller, { key }) => {
          const seed = seeds.get(key) ?? systemRandom(32);
          seeds.set(key, seed);
          return seed;
        },
      },
      faultLog: { fault: ({ error }) => void faults.push(error) },
      clock,
      random: systemRandom,
    });
  let serving: (Served & { readonly app: ReturnType<typeof appOf> }) | undefined;
  const asked: string[] = [];
  const server = await loopbackServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const method = incoming.method ?? 'GET';
    const request = new Request(new URL(incoming.url ?? '/', server.endpoint), {
      method,
      headers: Object.entries(incoming.headers).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]),
      ...(method !== 'GET' && { body: Buffer.concat(chunks) }),
    });
    const fate = before(request);
    if (fate === 'lose' || serving === undefined) return void outgoing.destroy();
    asked.push(`${method} ${new URL(request.url).pathname}`);
    const response = (await serving.transfers.fetch(request)) ?? (await serving.app.fetch(request));
    const body = new Uint8Array(await response.arrayBuffer());
    if (fate === 'lose-answer') return void outgoing.destroy();
    outgoing
      .writeHead(response.status, Object.fromEntries(response.headers))
      .end(told(request, response, body));
  });
  const served = make(server.endpoint);
  serving = { ...served, app: appOf(served) };
  return {
    ...server,
    asked,
    faults,
    /** Does something about requests from now on. */
    beforeEach: (next: Before): void => {
      before = next;
    },
  };
};
