import type { Caller, Receipt } from '@temkin/kernel';
import { PARTS_SHOWN, type ExportContent } from '../../domain/index.ts';
import type { PartPage } from '../../store/export-parts.ts';
import type { KeptExport } from '../../store/exports.ts';
import { untilSettled } from '../until-settled.ts';
import {
  exportDraft,
  exportResource,
  findExport,
  openExportContent,
  type ExportDesk,
} from './export-surroundings.ts';

/** How far an export is, for whom it is, and some of the parts that were written. */
export interface ExportAccount extends PartPage {
  readonly known: KeptExport;
  readonly content: ExportContent;
  readonly receipt: Receipt;
}

/** Tells how far an export is, with so many of its parts behind one. The reading is on record before it is opened for whom it is. Refuses `EXPORT.UNKNOWN`. */
export const showExport = (surroundings: ExportDesk) => {
  const { recorder, keyRing, exportParts } = surroundings;
  const find = findExport(surroundings);
  return (
    caller: Caller,
    exportId: string,
    { limit = PARTS_SHOWN, after }: { readonly limit?: number; readonly after?: number } = {},
  ): Promise<ExportAccount> => {
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
        ...(await exportParts.page({ tenant, exportId }, limit, after)),
        receipt: recorded.receipt,
      };
    });
  };
};
