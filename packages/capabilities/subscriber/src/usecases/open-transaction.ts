import { keyedHash } from '@temkin/crypto';
import { inForce, toHex, type Caller, type Receipt } from '@temkin/kernel';
import {
  mayOpenTransaction,
  transactionHours,
  type ReadPurpose,
  type RegistryBasis,
} from '../domain/index.ts';
import { refuse } from './refuse.ts';
import type { Registry } from './registry.ts';
import { basisResource } from './require-basis.ts';
import { untilSettled } from './until-settled.ts';

const HOUR_MILLISECONDS = 3_600_000;

/**
 * Opens a transaction, upon which its opener alone searches and reads for some hours. The same seed answers the same one again. Refuses
 * `SUBSCRIBER.PURPOSE_NOT_ALLOWED` where nobody of the caller's roles reads for the purpose upon a transaction.
 */
export const openTransaction =
  ({ recorder, bases, clock }: Pick<Registry, 'recorder' | 'bases' | 'clock'>) =>
  (
    caller: Caller,
    purpose: ReadPurpose,
    seed: Uint8Array,
  ): Promise<{ readonly opened: RegistryBasis & { readonly endsAt: number }; readonly receipt: Receipt }> => {
    const { tenant, id } = caller.principal;
    if (!mayOpenTransaction(purpose, caller.principal))
      throw refuse('SUBSCRIBER.PURPOSE_NOT_ALLOWED', { about: { purpose } });
    const basisId = toHex(keyedHash(seed, 16, 'transaction'));
    return untilSettled(async () => {
      const again = await bases.find(tenant, basisId);
      if (again?.endsAt !== undefined)
        return { opened: { ...again, endsAt: again.endsAt }, receipt: again.receipt };
      const openedAt = clock.now();
      const { id: policyId, value: hours } = inForce(transactionHours, openedAt);
      const endsAt = openedAt + hours * HOUR_MILLISECONDS;
      const opened = {
        basisId,
        kind: 'transaction',
        purpose,
        openedBy: id,
        openedAt,
        endsAt,
        state: 'open',
      } as const;
      const recorded = await recorder.commit(
        caller,
        {
          action: 'registry.transaction',
          outcome: 'allowed',
          purpose,
          policies: [policyId],
          resources: [basisResource(opened)],
        },
        { writes: (receipt) => [bases.putWrite(tenant, opened, receipt)] },
      );
      return recorded.outcome === 'committed' ? { opened, receipt: recorded.receipt } : undefined;
    });
  };
