import type { Caller, Receipt } from '@temkin/kernel';
import { untilSettled } from '../until-settled.ts';
import { endImport } from './end-import.ts';
import { findImport, requireImportState } from './find-import.ts';
import type { ImportDesk } from './import-surroundings.ts';

/**
 * Cancels an import: what came in stays, what did not does not come, and its key is gone. Refuses `IMPORT.UNKNOWN`, and
 * `IMPORT.STATE_NOT_ALLOWED` where it has come to another end.
 */
export const cancelImport = (surroundings: ImportDesk) => {
  const find = findImport(surroundings);
  const end = endImport(surroundings);
  return (caller: Caller, importId: string): Promise<{ readonly receipt: Receipt }> =>
    untilSettled(async () => {
      const known = await find(caller, importId);
      if (known.state === 'cancelled') return { receipt: known.last };
      requireImportState(known, 'open', 'running', 'resumable');
      const receipt = await end(caller, caller.principal.tenant, known, { state: 'cancelled' });
      return receipt && { receipt };
    });
};
