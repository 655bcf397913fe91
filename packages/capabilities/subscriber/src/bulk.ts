import { keyWrap } from '@temkin/crypto';
import type { Blobs } from '@temkin/storage';
import type { TransferDoor } from './domain/index.ts';
import type { Approvals } from '@temkin/audit-event';
import { exportRoutes } from './http/export-routes.ts';
import { importRoutes } from './http/import-routes.ts';
import { registryStores, type RegistryDependencies } from './registry.ts';
import { exportParts } from './store/export-parts.ts';
import { exports } from './store/exports.ts';
import { importParts } from './store/import-parts.ts';
import { importRejects } from './store/import-rejects.ts';
import { imports } from './store/imports.ts';
import { metNumbers } from './store/met-numbers.ts';
import { paritySteps } from './store/parity-steps.ts';
import { partBlobs } from './store/part-blobs.ts';
import { people } from './store/people.ts';
import { personKeys } from './store/person-keys.ts';
import { unmetNumbers } from './store/unmet-numbers.ts';
import { announcePart } from './usecases/bulk/announce-part.ts';
import { askExport } from './usecases/bulk/ask-export.ts';
import { beginImport } from './usecases/bulk/begin-import.ts';
import { cancelImport } from './usecases/bulk/cancel-import.ts';
import { createImport } from './usecases/bulk/create-import.ts';
import { cancelExport } from './usecases/bulk/end-export.ts';
import { fetchExportPart } from './usecases/bulk/fetch-export-part.ts';
import { releaseExport } from './usecases/bulk/release-export.ts';
import { showExport } from './usecases/bulk/show-export.ts';
import { listRejects, listUnmet, showImport } from './usecases/bulk/show-import.ts';
import { workExports } from './usecases/bulk/work-exports.ts';
import { workImports } from './usecases/bulk/work-imports.ts';
import type { Sha256 } from './usecases/rights/ports.ts';

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
  steps: paritySteps({ table, random }),
  unmet: unmetNumbers(table),
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
    listUnmet: listUnmet(desk),
    cancelImport: cancelImport(desk),
  };
  return { ...usecases, routes: importRoutes(usecases) };
};

/** What works imports off. */
export const registryImporter = (dependencies: BulkDependencies) =>
  workImports({
    ...registryStores(dependencies),
    ...deskOf(dependencies),
    met: metNumbers(dependencies.table),
  });

/** What exports are asked for, and written, with. They find nobody: no key of an index is within their reach. */
export interface ExportDependencies extends Omit<RegistryDependencies, 'indexKeyRing'> {
  /** The bucket of the registry. */
  readonly blobs: Blobs;
  readonly sha256: Sha256;
}

const exportDeskOf = (dependencies: ExportDependencies) => {
  const { table, keyRing, recorder, clock, random, blobs, sha256 } = dependencies;
  return {
    recorder,
    clock,
    random,
    keyRing,
    sha256,
    exports: exports({ table, wrap: keyWrap(keyRing, 'registry', random), clock }),
    exportParts: exportParts(table),
    blobs: partBlobs(blobs),
  };
};

/** What is asked of exports: two people release one, and who asked fetches it past the API, in sealed parts. */
export const registryExports = ({
  door,
  approvals,
  ...dependencies
}: ExportDependencies & { readonly door: TransferDoor; readonly approvals: Approvals }) => {
  const desk = exportDeskOf(dependencies);
  const usecases = {
    askExport: askExport(desk),
    releaseExport: releaseExport({ ...desk, approvals }),
    showExport: showExport(desk),
    fetchExportPart: fetchExportPart({ ...desk, door }),
    cancelExport: cancelExport(desk),
  };
  return { ...usecases, routes: exportRoutes(usecases) };
};

/** What writes exports. */
export const registryExporter = (dependencies: ExportDependencies) => {
  const { table, keyRing, random } = dependencies;
  return workExports({
    ...exportDeskOf(dependencies),
    people: people(table),
    personKeys: personKeys({ table, wrap: keyWrap(keyRing, 'registry', random) }),
  });
};
