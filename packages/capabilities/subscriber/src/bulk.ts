import { keyWrap } from '@temkin/crypto';
import type { Blobs } from '@temkin/storage';
import type { TransferDoor } from './domain/index.ts';
import { importRoutes } from './http/import-routes.ts';
import { registryStores, type RegistryDependencies } from './registry.ts';
import { importParts } from './store/import-parts.ts';
import { importRejects } from './store/import-rejects.ts';
import { imports } from './store/imports.ts';
import { partBlobs } from './store/part-blobs.ts';
import { announcePart } from './usecases/bulk/announce-part.ts';
import { beginImport } from './usecases/bulk/begin-import.ts';
import { cancelImport } from './usecases/bulk/cancel-import.ts';
import { createImport } from './usecases/bulk/create-import.ts';
import { listRejects, showImport } from './usecases/bulk/show-import.ts';
import { workImports } from './usecases/bulk/work-imports.ts';

/** What imports are asked for with: purpose `registry` alone, which wraps their keys. */
export interface ImportDependencies extends Omit<RegistryDependencies, 'indexKeyRing'> {
  /** The bucket of the registry. */
  readonly blobs: Blobs;
}

/** What imports are worked off with: they find people, and open them. */
export interface BulkDependencies extends RegistryDependencies {
  readonly blobs: Blobs;
}

const deskOf = ({ table, keyRing, recorder, clock, random, blobs }: ImportDependencies) => ({
  recorder,
  clock,
  random,
  imports: imports({ table, wrap: keyWrap(keyRing, 'registry', random), clock }),
  parts: importParts(table),
  rejects: importRejects(table),
  blobs: partBlobs(blobs),
});

/** What is asked of imports: whoever sends a file sends it past the API, in sealed parts. */
export const registryImports = ({
  door,
  ...dependencies
}: ImportDependencies & { readonly door: TransferDoor }) => {
  const desk = deskOf(dependencies);
  const usecases = {
    createImport: createImport(desk),
    announcePart: announcePart({ ...desk, door }),
    beginImport: beginImport(desk),
    showImport: showImport(desk),
    listRejects: listRejects(desk),
    cancelImport: cancelImport(desk),
  };
  return { ...usecases, routes: importRoutes(usecases) };
};

/** What works imports off. */
export const registryImporter = (dependencies: BulkDependencies) =>
  workImports({ ...registryStores(dependencies), ...deskOf(dependencies) });
