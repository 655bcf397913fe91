import { isTooLarge, type SealedFields } from '../domain/index.ts';
import { personBytes, subscriptionBytes } from '../store/record-size.ts';
import type { SealedPerson, SealedSubscription } from '../store/record-item.ts';
import { personResource, refuse } from './refuse.ts';

type Unwritten<Kept> = Omit<Kept, 'receipt'>;

/** Whether there is no room for a holder who is new, or whose fields become these. */
export const isPersonTooLarge = (
  tenant: string,
  at: number,
  person: Unwritten<SealedPerson>,
  changed?: SealedFields,
): boolean => {
  if (changed === undefined) return isTooLarge(personBytes(tenant, person), 0, at);
  const after = { ...person, amendedAt: at, sealed: { ...person.sealed, ...changed } };
  return isTooLarge(personBytes(tenant, after), personBytes(tenant, { ...person, amendedAt: at }), at);
};

/** The same of a number, of which more may change. */
export const isSubscriptionTooLarge = (
  tenant: string,
  at: number,
  number: Unwritten<SealedSubscription>,
  changed?: Partial<Unwritten<SealedSubscription>>,
): boolean => {
  if (changed === undefined) return isTooLarge(subscriptionBytes(tenant, number), 0, at);
  const after = { ...number, ...changed, sealed: { ...number.sealed, ...changed.sealed } };
  return isTooLarge(subscriptionBytes(tenant, after), subscriptionBytes(tenant, number), at);
};

/** Refuses `SUBSCRIBER.RECORD_TOO_LARGE` where there is no room for a holder or a number. */
export const requireRoom = (personId: string, ...areTooLarge: readonly boolean[]): void => {
  if (areTooLarge.includes(true))
    throw refuse('SUBSCRIBER.RECORD_TOO_LARGE', { about: { resources: [personResource(personId)] } });
};
