import { systemRandom } from '@temkin/kernel';
import type { Configuration } from './configuration.ts';
import { isBound } from './data-directory/index.ts';
import { exists } from './files/whole-file.ts';
import {
  boundKey,
  directoryPlace,
  lostKey,
  openRootKeyFile,
  otherKey,
  type RootKeyFile,
} from './keys/index.ts';
import type { OpenStore } from './open-store.ts';

/**
 * Opens the root key of the data that are there, or makes one where there are none. Asks a store that others run before
 * it makes a key or ties a directory to one, so that a start with the wrong key leaves no trace.
 */
export const openKey = async (
  { dataDirectory, keyFile }: Configuration,
  external: OpenStore | undefined,
): Promise<RootKeyFile> => {
  const bound = external && (await boundKey(external.table));
  if (!(await exists(keyFile))) {
    if (await isBound(dataDirectory)) throw lostKey(directoryPlace(dataDirectory), keyFile);
    if (external !== undefined && bound !== undefined) throw lostKey(external.place, keyFile);
  }
  const rootKeyFile = await openRootKeyFile(keyFile, systemRandom);
  if (external !== undefined && bound !== undefined && bound !== rootKeyFile.fingerprint)
    throw otherKey(external.place);
  return rootKeyFile;
};
