import type { Caller, Receipt } from '@temkin/kernel';
import type { ExportContent, ExportedPart } from '../../domain/index.ts';
import type { KeptExport } from '../../store/exports.ts';
import { untilSettled } from '../until-settled.ts';
import {
  exportDraft,
  exportResource,
  findExport,
  openExportContent,
  type ExportDesk,
} from './export-surroundings.ts';

/** How far an export is, for whom it is, and what was written. */
export interface ExportAccount {
  readonly known: KeptExport;
  readonly content: ExportContent;
  readonly parts: readonly ExportedPart[];
  readonly receipt: Receipt;
}

/** Tells how far an export is. The reading is on record before it is opened for whom it is. Refuses `EXPORT.UNKNOWN`. */
export const showExport = (surroundings: ExportDesk) => {
  const { recorder, keyRing, exportParts } = surroundings;
  const find = findExport(surroundings);
  return (caller: Caller, exportId: string): Promise<ExportAccount> => {
    const { tenant } = caller.principal;
    return untilSettled(async () => {
      const known = await find(caller, exportId);
      const recorded = await recorder.commit(
        caller,
        { ...exportDraft(known), change: 'shown', resources: [exportResource(exportId)] },
        { reliedOn: [known.reliedOn] },
      );
      if (recorded.outcome !== 'committed') return undefined;
      return {
        known,
        content: await openExportContent(keyRing, tenant, known),
        parts: await exportParts.all({ tenant, exportId }),
        receipt: recorded.receipt,
      };
    });
  };
};
