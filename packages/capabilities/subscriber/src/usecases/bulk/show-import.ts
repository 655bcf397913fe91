import type { Caller } from '@temkin/kernel';
import { addCounts, NO_ROWS, type RegistryImport, type RowCounts } from '../../domain/index.ts';
import type { RejectedRow } from '../../store/import-rejects.ts';
import { findImport } from './find-import.ts';
import type { ImportDesk } from './import-surroundings.ts';

/** How far an import is. */
export interface ImportProgress {
  readonly known: RegistryImport;
  readonly counts: RowCounts;
  /** Of all that were announced. */
  readonly rowsDone: number;
  readonly rows: number;
  readonly partsAnnounced: number;
}

/** Tells how far an import is: counts and codes, nothing of any row. Refuses `IMPORT.UNKNOWN`. */
export const showImport = (surroundings: Pick<ImportDesk, 'imports' | 'parts'>) => {
  const find = findImport(surroundings);
  return async (caller: Caller, importId: string): Promise<ImportProgress> => {
    const known = await find(caller, importId);
    const all = await surroundings.parts.all({ tenant: caller.principal.tenant, importId });
    return {
      known,
      counts: all.reduce<RowCounts>(addCounts, NO_ROWS),
      rowsDone: all.reduce((sum, part) => sum + part.rowsDone, 0),
      rows: all.reduce((sum, part) => sum + part.rows, 0),
      partsAnnounced: all.length,
    };
  };
};

/** Rows that were rejected. */
export interface RejectedRows {
  readonly rejects: readonly RejectedRow[];
  /** The row to ask on behind; absent where there are no more, or none yet. */
  readonly next?: number;
}

/** Rows of one answer. */
const PAGE_ROWS = 500;

/** Tells which rows did not come in, by number, code and pointer, from behind a row on. Refuses `IMPORT.UNKNOWN`. */
export const listRejects = (surroundings: Pick<ImportDesk, 'imports' | 'rejects'>) => {
  const find = findImport(surroundings);
  return async (caller: Caller, importId: string, after?: number): Promise<RejectedRows> => {
    await find(caller, importId);
    return surroundings.rejects.page({ tenant: caller.principal.tenant, importId }, PAGE_ROWS, after);
  };
};
