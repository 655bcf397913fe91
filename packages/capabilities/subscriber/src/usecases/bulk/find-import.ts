import type { Caller } from '@temkin/kernel';
import type { ImportState, RegistryImport } from '../../domain/index.ts';
import { refuse } from '../refuse.ts';
import { importResource, type ImportDesk } from './import-surroundings.ts';

/** An import of the caller's company. Refuses `IMPORT.UNKNOWN`. */
export const findImport =
  ({ imports }: Pick<ImportDesk, 'imports'>) =>
  async ({ principal: { tenant } }: Caller, importId: string): Promise<RegistryImport> => {
    const known = await imports.find({ tenant, importId });
    if (known === undefined) throw refuse('IMPORT.UNKNOWN');
    return known;
  };

/** Refuses `IMPORT.NOT_YOURS` to who has not made it, and `IMPORT.STATE_NOT_ALLOWED` where it is in none of these states. */
export const requireOwnImport = (
  { principal }: Caller,
  { importId, madeBy, state }: RegistryImport,
  ...states: readonly ImportState[]
): void => {
  const about = { resources: [importResource(importId)] };
  if (madeBy !== principal.id) throw refuse('IMPORT.NOT_YOURS', { about });
  requireImportState({ importId, state }, ...states);
};

/** Refuses `IMPORT.STATE_NOT_ALLOWED` where an import is in none of these states. */
export const requireImportState = (
  { importId, state }: Pick<RegistryImport, 'importId' | 'state'>,
  ...states: readonly ImportState[]
): void => {
  if (!states.includes(state))
    throw refuse('IMPORT.STATE_NOT_ALLOWED', { about: { resources: [importResource(importId)] } });
};
