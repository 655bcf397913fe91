import { systemRandom } from '@temkin/kernel';
import type { TransferDoor } from '@temkin/subscriber/domain';
import {
  localTransfers,
  type LocalTransfers,
} from '../../packages/runtimes/local/src/transfers/local-transfers.ts';
import { IMPORTER, importWorld } from '../unit/import-world.ts';
import { registryServer } from './registry-server.ts';

export type { Before } from './registry-server.ts';

/** The routes of imports at an address of this machine, over a registry in memory, for whoever has the token `importer`. */
export const importServer = async ({ partBytes }: { readonly partBytes: number }) => {
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
  const server = await registryServer(
    IMPORTER,
    ['registry:import'],
    world.clock,
    (origin) => {
      transfers = localTransfers({ origin, blobs: world.blobs, clock: world.clock, random: systemRandom });
      return { routes: world.imports.routes, transfers };
    },
    // Parts of a size that a test can send many of.
    (request, { ok }, body) =>
      ok && request.method === 'POST' && request.url.endsWith('/v1/registry/imports')
        ? JSON.stringify({ ...(JSON.parse(Buffer.from(body).toString()) as object), partBytes })
        : body,
  );
  return { ...server, world };
};
