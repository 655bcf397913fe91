import type { ActorPseudonyms } from '@temkin/audit-event';
import { recentAdmissions, type PrincipalRecord } from '../domain/index.ts';

/**
 * Whether neither of two people has let the other in of late. The record of that, which a restore may have brought back
 * from the log, knows them by their pseudonyms of then.
 */
export const areIndependent = async (
  actors: ActorPseudonyms,
  one: PrincipalRecord,
  other: PrincipalRecord,
  nowMilliseconds: number,
): Promise<boolean> => {
  const pairs = [
    { admitted: one, by: other },
    { admitted: other, by: one },
  ].flatMap(({ admitted, by }) =>
    recentAdmissions(admitted.admissions, nowMilliseconds).map((admission) => ({ admission, by })),
  );
  const suspects = await Promise.all(
    pairs.map(async ({ admission, by: { tenant, id } }) => {
      return admission.by === (await actors.of(tenant, id, admission.at));
    }),
  );
  return !suspects.includes(true);
};
