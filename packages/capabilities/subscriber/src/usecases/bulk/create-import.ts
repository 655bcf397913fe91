import { keyedHash } from '@temkin/crypto';
import { daysAfter, inForce, toHex, type Caller, type Receipt } from '@temkin/kernel';
import {
  COLUMNS_LIMIT,
  importAccountDays,
  misnamedColumns,
  partBytes,
  type ImportPlan,
} from '../../domain/index.ts';
import { refuse } from '../refuse.ts';
import { untilSettled } from '../until-settled.ts';
import { importResource, type ImportDesk } from './import-surroundings.ts';

/** An import that parts may be sent for. */
export interface CreatedImport {
  readonly importId: string;
  /** What its parts are sealed under: 32 bytes, shown to whoever makes the import and to nobody else. */
  readonly sealingKey: Uint8Array;
  /** Bytes of a part in clear, at most. */
  readonly partBytes: number;
  readonly receipt: Receipt;
}

const KEY_BYTES = 32;

/**
 * Makes an import under a random key of its own. The same seed answers the same import again. Refuses `IMPORT.COLUMNS_UNKNOWN` where a
 * column is called by no field of a record, or by the same as another, and says which.
 */
export const createImport = ({ recorder, imports, clock, random }: ImportDesk) => {
  return async (caller: Caller, plan: ImportPlan, seed: Uint8Array): Promise<CreatedImport> => {
    const { tenant, id } = caller.principal;
    const importId = toHex(keyedHash(seed, 16, 'import'));
    const { form } = plan;
    const misnamed = form.format === 'csv' ? misnamedColumns(form.columns) : [];
    if (misnamed.length > 0 || (form.format === 'csv' && form.columns.length > COLUMNS_LIMIT))
      throw refuse('IMPORT.COLUMNS_UNKNOWN', {
        errors: misnamed.map((at) => ({
          pointer: `/columns/${at}`,
          detail: 'A column is called by the way to a field, each once.',
        })),
      });

    return untilSettled(async () => {
      const now = clock.now();
      const [most, kept] = [inForce(partBytes, now), inForce(importAccountDays, now)];
      const [again, keysAgain] = await Promise.all([
        imports.find({ tenant, importId }),
        imports.keys({ tenant, importId }),
      ]);
      if (again !== undefined) {
        if (keysAgain === undefined) throw refuse('IMPORT.STATE_NOT_ALLOWED');
        const { sealing: sealingKey } = keysAgain;
        return { importId, sealingKey, partBytes: most.value, receipt: again.created };
      }
      const keys = { sealing: random(KEY_BYTES), naming: random(KEY_BYTES) };
      const expiresAtSeconds = Math.floor(daysAfter(now, kept.value) / 1_000);
      const writes = await imports.createWrites(
        { tenant, importId },
        { ...plan, madeBy: id, createdAt: now, expiresAtSeconds },
        keys,
      );
      const recorded = await recorder.commit(
        caller,
        {
          action: 'registry.import',
          outcome: 'allowed',
          change: 'created',
          groups: [plan.mode, plan.kind],
          resources: [importResource(importId)],
          policies: [most.id, kept.id],
        },
        { writes },
      );
      return recorded.outcome === 'committed'
        ? { importId, sealingKey: keys.sealing, partBytes: most.value, receipt: recorded.receipt }
        : undefined;
    });
  };
};
