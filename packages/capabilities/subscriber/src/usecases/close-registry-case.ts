import type { Caller, Receipt } from '@temkin/kernel';
import { mayCloseCase, type RegistryBasis } from '../domain/index.ts';
import { refuse } from './refuse.ts';
import type { Registry } from './registry.ts';
import { basisResource } from './require-basis.ts';
import { untilSettled } from './until-settled.ts';

/**
 * Closes a case, as whoever opened it or as somebody whose roles open or read such cases (`mayCloseCase`); from then on nobody searches or reads upon it, and who was found upon it is forgotten. They may be
 * more than one transaction has room for: the transaction of its event has `forgetFound` look after whoever is left. A closed one is
 * answered as it is. Refuses `SUBSCRIBER.PURPOSE_NOT_ALLOWED`, and `SUBSCRIBER.CASE_UNKNOWN`, also for a transaction, which ends by itself.
 */
export const closeRegistryCase =
  ({ recorder, bases, clock }: Pick<Registry, 'recorder' | 'bases' | 'clock'>) =>
  async (
    caller: Caller,
    caseId: string,
  ): Promise<{ readonly closed: RegistryBasis; readonly receipt?: Receipt }> => {
    const { tenant } = caller.principal;
    const over = await untilSettled(async () => {
      const found = await bases.find(tenant, caseId);
      if (found?.kind !== 'case') throw refuse('SUBSCRIBER.CASE_UNKNOWN');
      if (!mayCloseCase(found, caller.principal))
        throw refuse('SUBSCRIBER.PURPOSE_NOT_ALLOWED', { about: { purpose: found.purpose } });
      if (found.closedAt !== undefined) return { closed: { ...found, closedAt: found.closedAt } };
      const closedAt = clock.now();
      const recorded = await recorder.commit(
        caller,
        {
          action: 'registry.case',
          outcome: 'allowed',
          change: 'closed',
          purpose: found.purpose,
          resources: [basisResource(found)],
        },
        {
          writes: () => [
            bases.closeWrite(tenant, caseId, closedAt),
            bases.unbindDueWrite(tenant, caseId, closedAt),
          ],
        },
      );
      return recorded.outcome === 'committed'
        ? { closed: { ...found, state: 'closed' as const, closedAt }, receipt: recorded.receipt }
        : undefined;
    });
    // It is closed; whoever works off what is due goes on with who is left.
    await bases.unbind(tenant, { caseId, closedAt: over.closed.closedAt }).catch(() => false);
    return over;
  };
