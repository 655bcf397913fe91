import type { Approvals, PendingApproval } from '@temkin/audit-event';
import { toBase64Url, type Caller, type Receipt } from '@temkin/kernel';
import { sealExportKey, SEGMENTS } from '../../domain/index.ts';
import { releaseByTwo } from '../release-by-two.ts';
import { untilSettled } from '../until-settled.ts';
import {
  exportDraft,
  exportResource,
  findExport,
  openExportContent,
  requireExportState,
  requireOwnExport,
  type ExportDesk,
} from './export-surroundings.ts';

/** An export that two people have released. */
export interface ReleasedExport {
  readonly state: 'released';
  readonly exportId: string;
  readonly receipt: Receipt;
}

const KEY_BYTES = 32;

/**
 * Releases an export once a second person has agreed to all that is said of it: which fields of which numbers, for whom, to which key, why. From
 * then on it is written, under a random key that is sealed to its recipient. Only whoever asked has it released; said again it is answered
 * so. Refuses `EXPORT.UNKNOWN`, `EXPORT.NOT_YOURS`, `EXPORT.STATE_NOT_ALLOWED`, and by the codes of `Approvals`.
 */
export const releaseExport = (surroundings: ExportDesk & { readonly approvals: Approvals }) => {
  const { recorder, exports, approvals, keyRing, clock, random } = surroundings;
  const find = findExport(surroundings);
  const release = releaseByTwo({ recorder, approvals });

  return (caller: Caller, exportId: string): Promise<ReleasedExport | PendingApproval> => {
    const { tenant } = caller.principal;
    const name = { tenant, exportId };
    return untilSettled(async () => {
      const known = await find(caller, exportId);
      requireOwnExport(caller, known);
      requireExportState(known, 'asked', 'running', 'done');
      if (known.state !== 'asked') return { state: 'released', exportId, receipt: known.last };
      const [firstSegment] = SEGMENTS;
      if (firstSegment === undefined) throw new Error('a registry has segments');
      const agreed = await release(caller, {
        draft: exportDraft(known),
        resources: [exportResource(exportId)],
        reliedOn: known.reliedOn,
        terms: async () => ({
          exportId,
          ...(await openExportContent(keyRing, tenant, known)),
          recipientKey: toBase64Url(known.recipientKey),
          purpose: known.purpose,
          ground: known.ground,
          numbers: known.numbers,
          fields: known.fields,
        }),
        writes: async () => {
          const key = random(KEY_BYTES);
          return exports.releaseWrites(name, known, {
            key,
            sealedKey: sealExportKey(known.recipientKey, { ...name, key }, random),
            releasedAt: clock.now(),
            at: { segment: firstSegment },
          });
        },
      });
      return agreed?.state === 'released' ? { ...agreed, exportId } : agreed;
    });
  };
};
