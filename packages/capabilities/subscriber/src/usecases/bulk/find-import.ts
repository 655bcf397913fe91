import type { Caller } from '@temkin/kernel';
import { isResumable, type ImportState, type RegistryImport } from '../../domain/index.ts';
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
  known: RegistryImport,
  ...states: readonly (ImportState | 'resumable')[]
): void => {
  const about = { resources: [importResource(known.importId)] };
  if (known.madeBy !== principal.id) throw refuse('IMPORT.NOT_YOURS', { about });
  requireImportState(known, ...states);
};

/** Refuses `IMPORT.STATE_NOT_ALLOWED` where an import is in none of these states, `resumable` being what `isResumable` says. */
export const requireImportState = (
  known: Pick<RegistryImport, 'importId' | 'state' | 'failure'>,
  ...states: readonly (ImportState | 'resumable')[]
): void => {
  const { importId, state } = known;
  if (!states.includes(isResumable(known) ? 'resumable' : state))
    throw refuse('IMPORT.STATE_NOT_ALLOWED', { about: { resources: [importResource(importId)] } });
};
