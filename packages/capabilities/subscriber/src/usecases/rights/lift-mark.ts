import type { Caller, Receipt } from '@temkin/kernel';
import { marksAfter, type ProcessingMark } from '../../domain/index.ts';
import { personResource, refuse } from '../refuse.ts';
import type { Registry } from '../registry.ts';
import { basisResource, requireBasis } from '../require-basis.ts';
import { untilSettled } from '../until-settled.ts';

/** Which mark of whom is taken away, and upon which case. */
export interface LiftedMark {
  readonly personId: string;
  readonly caseId: string;
  readonly mark: ProcessingMark;
}

const PURPOSE = 'data-subject-request';

/**
 * Takes a mark away from somebody's record because they ask for it: who had processing restricted, or withdrew a consent, may have it as
 * it was (Decree 356/2025 Art 5; Law 91/2025 Art 9). What the mark closed is open again. It is upon a case of their request, which
 * somebody else opened, and a change of the person that the event names with its version. Of a record without the mark nothing is changed.
 * Refuses `SUBSCRIBER.BASIS_REQUIRED` and `SUBSCRIBER.UNKNOWN`.
 */
export const liftMark = (registry: Pick<Registry, 'recorder' | 'people' | 'bases' | 'clock'>) => {
  const { recorder, people } = registry;
  const basisOf = requireBasis(registry);

  return (
    caller: Caller,
    { personId, caseId, mark }: LiftedMark,
  ): Promise<LiftedMark & { readonly receipt?: Receipt }> => {
    const { tenant } = caller.principal;
    const lifted = { personId, caseId, mark };
    return untilSettled(async () => {
      const basis = await basisOf(caller, { basisId: caseId, purpose: PURPOSE, personId });
      const person = await people.find(tenant, personId);
      if (person === undefined) throw refuse('SUBSCRIBER.UNKNOWN', { about: { purpose: PURPOSE } });
      const { marks = [], version } = person;
      if (!marks.includes(mark)) return lifted;
      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscriber.request',
          outcome: 'allowed',
          change: 'lifted',
          purpose: PURPOSE,
          flags: [mark],
          resources: [personResource(personId, version + 1), basisResource(basis)],
        },
        {
          reliedOn: [basis.reliedOn],
          writes: (receipt) => [
            people.marksWrite(tenant, person, marksAfter(marks, { mark, is: 'lifted' }), receipt),
          ],
        },
      );
      return recorded.outcome === 'committed' ? { ...lifted, receipt: recorded.receipt } : undefined;
    });
  };
};
