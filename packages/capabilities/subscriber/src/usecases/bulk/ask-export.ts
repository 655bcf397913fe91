import { isAgreementKey, keyedHash } from '@temkin/crypto';
import { daysAfter, inForce, toBase64Url, toHex, type Caller, type Receipt } from '@temkin/kernel';
import {
  exportAccountDays,
  type ExportContent,
  type ExportGround,
  type ExportPurpose,
  type ExportScope,
} from '../../domain/index.ts';
import { refuse } from '../refuse.ts';
import { sealText } from '../rights/sealed-text.ts';
import { untilSettled } from '../until-settled.ts';
import { exportDraft, exportResource, type ExportDesk } from './export-surroundings.ts';

/** What somebody asks to have exported, for whom, and why. */
export interface WishedExport extends ExportScope, ExportContent {
  readonly purpose: ExportPurpose;
  readonly ground: ExportGround;
  /** X25519, 32 bytes. */
  readonly recipientKey: Uint8Array;
}

/**
 * Asks for an export: nothing of it is written before a second person has agreed. The same seed answers the same export again. Refuses
 * `EXPORT.RECIPIENT_KEY_UNFIT` of a key that everybody could open with.
 */
export const askExport = ({ recorder, exports, keyRing, clock, random }: ExportDesk) => {
  return async (
    caller: Caller,
    { recipient, reference, ...wished }: WishedExport,
    seed: Uint8Array,
  ): Promise<{ readonly exportId: string; readonly receipt: Receipt }> => {
    const { tenant, id } = caller.principal;
    const x = toBase64Url(wished.recipientKey);
    if (!(await isAgreementKey({ kty: 'OKP', crv: 'X25519', x }))) throw refuse('EXPORT.RECIPIENT_KEY_UNFIT');
    const exportId = toHex(keyedHash(seed, 16, 'export'));
    const content: ExportContent = { recipient, reference };
    return untilSettled(async () => {
      const again = await exports.find({ tenant, exportId });
      if (again !== undefined) return { exportId, receipt: again.created };
      const now = clock.now();
      const kept = inForce(exportAccountDays, now);
      const asked = {
        ...wished,
        content: await sealText(
          { keyRing, random },
          { tenant, of: 'export', id: exportId },
          JSON.stringify(content),
        ),
        state: 'asked',
        askedBy: id,
        createdAt: now,
        parts: 0,
        rows: 0,
        expiresAtSeconds: Math.floor(daysAfter(now, kept.value) / 1_000),
      } as const;
      const recorded = await recorder.commit(
        caller,
        {
          ...exportDraft(wished),
          change: 'registered',
          resources: [exportResource(exportId)],
          policies: [kept.id],
        },
        { writes: (receipt) => exports.createWrites({ tenant, exportId }, asked, receipt) },
      );
      return recorded.outcome === 'committed' ? { exportId, receipt: recorded.receipt } : undefined;
    });
  };
};
