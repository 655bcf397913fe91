import { inForce, type Caller, type Receipt } from '@temkin/kernel';
import { transferMinutes, type SignedRequest, type TransferDoor } from '../../domain/index.ts';
import { partBlobName } from '../../store/part-blobs.ts';
import { refuse } from '../refuse.ts';
import { untilSettled } from '../until-settled.ts';
import {
  digestResource,
  exportDraft,
  exportResource,
  findExport,
  requireExportState,
  requireOwnExport,
  type ExportDesk,
} from './export-surroundings.ts';

/**
 * Answers where a part of an export is fetched, once it is on record that it was handed over, by its hash. Only to whoever asked for the export, while
 * it is kept. Refuses `EXPORT.UNKNOWN`, `EXPORT.NOT_YOURS`, `EXPORT.STATE_NOT_ALLOWED`, `EXPORT.PART_UNKNOWN`.
 */
export const fetchExportPart = (
  surroundings: ExportDesk & { readonly door: Pick<TransferDoor, 'download'> },
) => {
  const { recorder, exportParts, door, clock } = surroundings;
  const find = findExport(surroundings);

  return async (
    caller: Caller,
    { exportId, part }: { readonly exportId: string; readonly part: number },
  ): Promise<{ readonly download: SignedRequest; readonly receipt: Receipt }> => {
    const { tenant } = caller.principal;
    const minutes = inForce(transferMinutes, clock.now()).value;
    const [sha256, receipt] = await untilSettled(async () => {
      const known = await find(caller, exportId);
      requireOwnExport(caller, known);
      requireExportState(known, 'done');
      const about = { resources: [exportResource(exportId)] };
      if ((known.fetchedUntil ?? 0) <= clock.now()) throw refuse('EXPORT.STATE_NOT_ALLOWED', { about });
      const found = await exportParts.find({ tenant, exportId }, part);
      if (found === undefined) throw refuse('EXPORT.PART_UNKNOWN', { about });
      const recorded = await recorder.commit(
        caller,
        {
          ...exportDraft(known),
          change: 'handed-over',
          resources: [...about.resources, digestResource(found.sha256)],
        },
        { reliedOn: [known.reliedOn] },
      );
      return recorded.outcome === 'committed' ? ([found.sha256, recorded.receipt] as const) : undefined;
    });
    const name = partBlobName({ of: 'export', tenant, id: exportId }, part, sha256);
    return { download: await door.download(name, minutes), receipt };
  };
};
