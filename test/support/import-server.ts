import { application, generalProblems } from '@temkin/http';
import { systemRandom, type Caller } from '@temkin/kernel';
import { subscriberProblems } from '@temkin/subscriber';
import { indexRoutes } from '../../packages/capabilities/subscriber/src/http/index-routes.ts';
import { rebuildIndex } from '../../packages/capabilities/subscriber/src/usecases/rebuild-index.ts';
import { showIndexes } from '../../packages/capabilities/subscriber/src/usecases/show-indexes.ts';
import type { TransferDoor } from '@temkin/subscriber/domain';
import {
  localTransfers,
  type LocalTransfers,
} from '../../packages/runtimes/local/src/transfers/local-transfers.ts';
import { IMPORTER, importWorld } from '../unit/import-world.ts';
import { loopbackServer } from './loopback-server.ts';
import { RECEIPT } from './tiny-application.ts';

/** What is done to a request before it is answered: it may be refused, or lost. */
export type Before = (request: Request) => 'answer' | 'lose' | 'lose-answer';

const answerAll: Before = () => 'answer';

/** The routes of imports and indexes at an address of this machine, over a registry in memory, for whoever has the token `importer`. */
export const importServer = async ({
  partBytes,
  comer = IMPORTER,
}: {
  readonly partBytes: number;
  /** Whoever the token is of. */
  readonly comer?: Caller;
}) => {
  let transfers: LocalTransfers | undefined;
  const come = (): LocalTransfers => {
    if (transfers === undefined) throw new Error('nobody has come yet');
    return transfers;
  };
  const door: TransferDoor = {
    upload: (...asked) => come().upload(...asked),
    download: (...asked) => come().download(...asked),
  };
  const world = importWorld(undefined, door);
  let before = answerAll;
  const faults: unknown[] = [];
  const seeds = new Map<string, Uint8Array>();
  const app = application({
    routes: [
      ...world.imports.routes,
      ...indexRoutes({ showIndexes: showIndexes(world.stores), rebuildIndex: rebuildIndex(world.stores) }),
    ],
    problems: { ...generalProblems, ...subscriberProblems },
    authenticator: {
      authenticate: async () => ({
        caller: comer,
        scopes: ['registry:import', 'registry:admin'],
        mustSign: false,
      }),
    },
    signatures: { verify: async ({ caller }) => ({ caller, checkBody: async () => {} }) },
    refusalLog: { record: async () => RECEIPT },
    idempotencyClaims: {
      claim: async (_caller, { key }) => {
        const seed = seeds.get(key) ?? systemRandom(32);
        seeds.set(key, seed);
        return seed;
      },
    },
    faultLog: { fault: ({ error }) => void faults.push(error) },
    clock: world.clock,
    random: systemRandom,
  });
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
    if (fate === 'lose') return void outgoing.destroy();
    asked.push(`${method} ${new URL(request.url).pathname}`);
    const response = (await transfers?.fetch(request)) ?? (await app.fetch(request));
    const body = new Uint8Array(await response.arrayBuffer());
    if (fate === 'lose-answer') return void outgoing.destroy();
    // Parts of a size that a test can send many of.
    const isCreated = request.method === 'POST' && request.url.endsWith('/v1/registry/imports');
    const told =
      isCreated && response.ok
        ? JSON.stringify({ ...(JSON.parse(Buffer.from(body).toString()) as object), partBytes })
        : body;
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(told);
  });
  transfers = localTransfers({
    origin: server.endpoint,
    blobs: world.blobs,
    clock: world.clock,
    random: systemRandom,
  });
  return {
    ...server,
    world,
    asked,
    faults,
    /** Does something about requests from now on. */
    beforeEach: (next: Before): void => {
      before = next;
    },
  };
};
