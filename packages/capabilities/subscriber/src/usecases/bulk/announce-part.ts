import { inForce, type Caller, type Receipt } from '@temkin/kernel';
import {
  partBytes,
  partsLimit,
  SEALING_BYTES,
  transferMinutes,
  type AnnouncedPart,
  type SignedRequest,
  type TransferDoor,
} from '../../domain/index.ts';
import { partBlobName } from '../../store/part-blobs.ts';
import { refuse } from '../refuse.ts';
import { untilSettled } from '../until-settled.ts';
import { findImport, requireOwnImport } from './find-import.ts';
import { importResource, type ImportDesk } from './import-surroundings.ts';

/** Where a part is sent to. */
export interface AnnouncedUpload {
  readonly upload: SignedRequest;
  readonly receipt: Receipt;
}

/**
 * Announces a part of an import that was made by the caller, and answers where it is sent to. Said again it is announced anew, as one that
 * was sealed once more. Refuses `IMPORT.UNKNOWN`, `IMPORT.NOT_YOURS`, `IMPORT.STATE_NOT_ALLOWED` where no parts are sent any more, and
 * `IMPORT.PART_TOO_LARGE` of too many bytes, or of one part too many.
 */
export const announcePart = (surroundings: ImportDesk & { readonly door: Pick<TransferDoor, 'upload'> }) => {
  const { recorder, imports, parts, door, clock } = surroundings;
  const find = findImport(surroundings);

  return async (
    caller: Caller,
    { importId, ...part }: AnnouncedPart & { readonly importId: string },
  ): Promise<AnnouncedUpload> => {
    const { tenant } = caller.principal;
    const now = clock.now();
    const [most, limit] = [inForce(partBytes, now), inForce(partsLimit, now)];
    const receipt = await untilSettled(async () => {
      const known = await find(caller, importId);
      requireOwnImport(caller, known, 'open');
      if (part.bytes > most.value + SEALING_BYTES || part.part > limit.value)
        throw refuse('IMPORT.PART_TOO_LARGE', { about: { resources: [importResource(importId)] } });
      const recorded = await recorder.commit(
        caller,
        {
          action: 'registry.import',
          outcome: 'allowed',
          change: 'part',
          resources: [importResource(importId)],
          policies: [most.id, limit.id],
        },
        {
          writes: () => [
            imports.announcedWrite({ tenant, importId }),
            parts.announceWrite({ tenant, importId }, part, known.expiresAtSeconds),
          ],
        },
      );
      return recorded.outcome === 'committed' ? recorded.receipt : undefined;
    });
    const name = partBlobName({ of: 'import', tenant, id: importId }, part.part, part.sha256);
    const minutes = inForce(transferMinutes, now).value;
    const upload = await door.upload({ name, bytes: part.bytes, sha256: part.sha256 }, minutes);
    return { upload, receipt };
  };
};
