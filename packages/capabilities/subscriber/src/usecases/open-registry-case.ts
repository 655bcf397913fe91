import { keyedHash } from '@temkin/crypto';
import { toHex, type Caller, type Receipt } from '@temkin/kernel';
import { mayOpenCase, type ReadPurpose, type RegistryBasis } from '../domain/index.ts';
import { personResource, refuse } from './refuse.ts';
import type { Registry } from './registry.ts';
import { basisResource } from './require-basis.ts';
import { untilSettled } from './until-settled.ts';

/**
 * Opens a case, upon which others than its opener search and read until it is closed: about one person, or about whoever is found upon it.
 * The same seed answers the same one again. Refuses `SUBSCRIBER.PURPOSE_NOT_ALLOWED`, and `SUBSCRIBER.UNKNOWN` for a person that is
 * not there.
 */
export const openRegistryCase =
  ({ recorder, bases, people, personKeys, clock }: Registry) =>
  (
    caller: Caller,
    { purpose, personId }: { readonly purpose: ReadPurpose; readonly personId?: string },
    seed: Uint8Array,
  ): Promise<{ readonly opened: RegistryBasis; readonly receipt: Receipt }> => {
    const { tenant, id } = caller.principal;
    if (!mayOpenCase(purpose, caller.principal))
      throw refuse('SUBSCRIBER.PURPOSE_NOT_ALLOWED', { about: { purpose } });
    const basisId = toHex(keyedHash(seed, 16, 'registry-case'));
    return untilSettled(async () => {
      const again = await bases.find(tenant, basisId);
      if (again !== undefined) return { opened: again, receipt: again.receipt };
      const person = personId === undefined ? undefined : await people.find(tenant, personId);
      if (personId !== undefined && person === undefined)
        throw refuse('SUBSCRIBER.UNKNOWN', { about: { purpose } });
      const opened: RegistryBasis = {
        basisId,
        kind: 'case',
        purpose,
        openedBy: id,
        openedAt: clock.now(),
        ...(personId !== undefined && { personId }),
        state: 'open',
      };
      const recorded = await recorder.commit(
        caller,
        {
          action: 'registry.case',
          outcome: 'allowed',
          change: 'opened',
          purpose,
          resources: [basisResource(opened), ...(personId === undefined ? [] : [personResource(personId)])],
        },
        {
          writes: (receipt) => [
            bases.putWrite(tenant, opened, receipt),
            ...(personId === undefined ? [] : [personKeys.aliveCheck(tenant, personId)]),
          ],
        },
      );
      if (recorded.outcome === 'refused' && recorded.failed.includes(1))
        throw refuse('SUBSCRIBER.UNKNOWN', { about: { purpose } });
      return recorded.outcome === 'committed' ? { opened, receipt: recorded.receipt } : undefined;
    });
  };
