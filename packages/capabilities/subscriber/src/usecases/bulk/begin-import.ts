import type { Caller, Receipt } from '@temkin/kernel';
import { areWhole, isResumable } from '../../domain/index.ts';
import { partBlobName } from '../../store/part-blobs.ts';
import { refuse } from '../refuse.ts';
import { untilSettled } from '../until-settled.ts';
import { findImport, requireOwnImport } from './find-import.ts';
import { importResource, type ImportDesk } from './import-surroundings.ts';

/** An import that is worked off. */
export interface BegunImport {
  readonly importId: string;
  readonly parts: number;
  readonly rows: number;
  readonly receipt: Receipt;
}

/** Parts of which a refusal says that they are missing, at most. */
const NAMED_PARTS = 20;

/**
 * Begins to work an import off, once all its parts are there: from the first to one that says to be the last. One that failed and can be begun
 * again (`isResumable`) goes on where it stood. Refuses `IMPORT.UNKNOWN`,
 * `IMPORT.NOT_YOURS`, `IMPORT.STATE_NOT_ALLOWED`, and `IMPORT.PARTS_MISSING` with the numbers of those that were not announced or not
 * sent. One that was begun already answers so again.
 */
export const beginImport = (surroundings: ImportDesk) => {
  const { recorder, imports, parts, blobs, clock } = surroundings;
  const find = findImport(surroundings);

  return (caller: Caller, importId: string): Promise<BegunImport> => {
    const { tenant } = caller.principal;
    const name = { tenant, importId };
    return untilSettled(async () => {
      const known = await find(caller, importId);
      requireOwnImport(caller, known, 'open', 'running', 'done', 'resumable');
      if (!isResumable(known) && known.parts !== undefined && known.rows !== undefined)
        return { importId, parts: known.parts, rows: known.rows, receipt: known.last };
      const about = { resources: [importResource(importId)] };
      const all = await parts.all(name);
      const sent = await blobs.names({ of: 'import', tenant, id: importId });
      const missing = all.filter(
        ({ part, sha256 }) => !sent.has(partBlobName({ of: 'import', tenant, id: importId }, part, sha256)),
      );
      if (!areWhole(all) || missing.length > 0)
        throw refuse('IMPORT.PARTS_MISSING', {
          about,
          detail:
            missing.length > 0
              ? `Not sent: ${missing
                  .slice(0, NAMED_PARTS)
                  .map(({ part }) => part)
                  .join(', ')}.`
              : 'Parts are announced from 1 on, and the last one alone says that it is the last.',
        });
      const rows = all.reduce((sum, part) => sum + part.rows, 0);
      const begun = { begunAt: clock.now(), parts: all.length, rows };
      const recorded = await recorder.commit(
        caller,
        { action: 'registry.import', outcome: 'allowed', change: 'begun', ...about },
        { writes: (receipt) => [imports.beginWrite(tenant, known, { ...begun, receipt })] },
      );
      return recorded.outcome === 'committed'
        ? { importId, parts: all.length, rows, receipt: recorded.receipt }
        : undefined;
    });
  };
};
