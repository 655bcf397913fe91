import { systemRandom, type Caller } from '@temkin/kernel';
import { registryImages } from '@temkin/subscriber';
import type { TransferDoor } from '@temkin/subscriber/domain';
import { indexRoutes } from '../../packages/capabilities/subscriber/src/http/index-routes.ts';
import { rebuildIndex } from '../../packages/capabilities/subscriber/src/usecases/rebuild-index.ts';
import { showIndexes } from '../../packages/capabilities/subscriber/src/usecases/show-indexes.ts';
import {
  localTransfers,
  type LocalTransfers,
} from '../../packages/runtimes/local/src/transfers/local-transfers.ts';
import { IMPORTER, importWorld } from '../unit/import-world.ts';
import { registryServer } from './registry-server.ts';
import { sha256 } from './sha256.ts';

export type { Before } from './registry-server.ts';

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
  const server = await registryServer(
    comer,
    ['registry:import', 'registry:admin'],
    world.clock,
    (origin) => {
      transfers = localTransfers({ origin, blobs: world.blobs, clock: world.clock, random: systemRandom });
      const { stores } = world;
      const indexes = indexRoutes({ showIndexes: showIndexes(stores), rebuildIndex: rebuildIndex(stores) });
      const images = registryImages({ ...world.dependencies(world.memory), blobs: world.blobs, sha256 });
      return { routes: [...world.imports.routes, ...indexes, ...images.routes], transfers };
    },
    // Parts of a size that a test can send many of.
    (request, { ok }, body) =>
      ok && request.method === 'POST' && request.url.endsWith('/v1/registry/imports')
        ? JSON.stringify({ ...(JSON.parse(Buffer.from(body).toString()) as object), partBytes })
        : body,
  );
  return { ...server, world };
};
