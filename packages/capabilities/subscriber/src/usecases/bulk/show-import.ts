import type { Caller } from '@temkin/kernel';
import { addCounts, NO_ROWS, type RegistryImport, type RowCounts } from '../../domain/index.ts';
import type { RejectedRow } from '../../store/import-rejects.ts';
import type { ImportName } from '../../store/imports.ts';
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
  /**
   * Of a parity report: of how many rows the numbers were looked up once all were compared, in how many segments the registry is walked, and how many
   * numbers no row named there.
   */
  readonly walked?: { readonly rows: number; readonly segments: number; readonly found: number };
}

/** Tells how far an import is: counts and codes, nothing of any row. Refuses `IMPORT.UNKNOWN`. */
export const showImport = (surroundings: Pick<ImportDesk, 'imports' | 'parts' | 'steps'>) => {
  const find = findImport(surroundings);

  const walkedOf = async (name: ImportName): Promise<Required<ImportProgress>['walked']> => {
    const stepsOf = async (of: 'part' | 'segment') => [...(await surroundings.steps.read(name, of)).values()];
    const [lookUps, all] = await Promise.all([stepsOf('part'), stepsOf('segment')]);
    return {
      rows: lookUps.reduce((sum, { after = '0' }) => sum + Number(after), 0),
      segments: all.filter(({ isDone }) => isDone).length,
      found: all.reduce((sum, { found }) => sum + found, 0),
    };
  };

  return async (caller: Caller, importId: string): Promise<ImportProgress> => {
    const known = await find(caller, importId);
    const name = { tenant: caller.principal.tenant, importId };
    const all = await surroundings.parts.all(name);
    return {
      known,
      counts: all.reduce<RowCounts>(addCounts, NO_ROWS),
      rowsDone: all.reduce((sum, part) => sum + part.rowsDone, 0),
      rows: all.reduce((sum, part) => sum + part.rows, 0),
      partsAnnounced: all.length,
      ...(known.kind === 'parity' && { walked: await walkedOf(name) }),
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

/** Numbers that the registry has and no row named. */
export interface UnmetPage {
  readonly subscriptionIds: readonly string[];
  /** The id to ask on behind; absent where there are no more, or none yet. */
  readonly next?: string;
}

/** Tells which numbers the registry has and no row of a parity report named, by id, from behind one on. Refuses `IMPORT.UNKNOWN`. */
export const listUnmet = (surroundings: Pick<ImportDesk, 'imports' | 'unmet'>) => {
  const find = findImport(surroundings);
  return async (caller: Caller, importId: string, after?: string): Promise<UnmetPage> => {
    await find(caller, importId);
    return surroundings.unmet.page({ tenant: caller.principal.tenant, importId }, PAGE_ROWS, after);
  };
};
