import {
  normalizeBirthDate,
  normalizeIdentityNumber,
  identityText,
  normalizeName,
  registrantOf,
  type HolderRecord,
  type PartyRecord,
  type SealedFieldName,
  type SubscriptionRecord,
  type SweepNames,
  type SweptPerson,
  type SweptSubscription,
} from '../domain/index.ts';
import type { NumberHistory } from './number-history.ts';

/** The sealed fields that a sweep opens, and no other. */
export const SWEPT_FIELDS: Readonly<Record<'person' | 'subscription', readonly SealedFieldName[]>> = {
  person: [
    'name',
    'birthDate',
    'identity',
    'document',
    'portrait',
    'guardian.document',
    'guardian.portrait',
    'representative.document',
    'representative.portrait',
  ],
  subscription: ['contract', 'point', 'user.document', 'user.portrait'],
};

/** A number as a sweep comes upon it: its record, as far as it was opened, with its state. */
export interface OpenedNumber {
  readonly subscriptionId: string;
  readonly record: SubscriptionRecord & Required<Pick<SubscriptionRecord, 'state'>>;
  /** Exactly of what is terminated. */
  readonly endedAt?: number;
  readonly history: NumberHistory;
}

const portraitOf = ({ portrait }: PartyRecord): SweptSubscription['portrait'] => {
  if (portrait === undefined) return 'missing';
  return portrait.takenAt === undefined ? 'without-time' : 'with-time';
};

/** Who registered a number, as far as the record has them. */
const registeredBy = (holder: HolderRecord, subscription: SubscriptionRecord, at: number): PartyRecord => {
  const parties = {
    holder,
    guardian: holder.guardian,
    representative: holder.representative,
    user: subscription.user,
  };
  return parties[registrantOf({ holder, subscription }, subscription.registeredAt ?? at)] ?? {};
};

/** What is read of a number. A point, and a contract, are named by what is known of them. */
export const sweptNumber = (
  holder: HolderRecord,
  { subscriptionId, record, endedAt, history: { claims = [], ...history } }: OpenedNumber,
  names: SweepNames,
  at: number,
): SweptSubscription => {
  const { state, use, payment, channel, registeredAt, serviceStart, contract, point } = record;
  const registrant = registeredBy(holder, record, at);
  const expiresOn = registrant.document?.expiresOn;
  return {
    subscriptionId,
    state,
    use,
    payment,
    portrait: portraitOf(registrant),
    claims,
    ...history,
    ...(channel !== undefined && { channel }),
    ...(point !== undefined && { pointId: names.point(point.name, point.address) }),
    ...(registeredAt !== undefined && { registeredAt }),
    ...(serviceStart !== undefined && { activatedAt: serviceStart }),
    ...(endedAt !== undefined && { endedAt }),
    ...(contract !== undefined && { contractKey: names.contract(contract.sha256) }),
    ...(expiresOn !== undefined && { documentExpiresOn: expiresOn }),
  };
};

/** A holder with its numbers, as the rules read them. What has no normal form is compared with nothing. */
export const sweptPerson = (
  personId: string,
  { kind, name, birthDate, identity, document }: HolderRecord,
  subscriptions: readonly SweptSubscription[],
  names: SweepNames,
): SweptPerson => {
  const ofName =
    name === undefined ? undefined : normalizeName(name, kind === 'organisation' ? kind : 'person');
  const ofBirth = birthDate === undefined ? undefined : normalizeBirthDate(birthDate);
  const ofIdentity = identity === undefined ? undefined : normalizeIdentityNumber(identity);
  const day = ofBirth?.ok === true ? ofBirth.value : undefined;
  const number = ofIdentity?.ok === true ? ofIdentity.value : undefined;
  return {
    personId,
    kind,
    documentKey: names.document(number === undefined ? { personId } : { identity: identityText(number) }),
    ...(ofName?.ok === true && { nameKey: names.name(ofName.value.anyOrder) }),
    ...(day !== undefined && { birthDate: day }),
    ...(day?.length === 'YYYY-MM-DD'.length && { birthKey: names.birth(day) }),
    ...(number !== undefined && { identityNumber: number.number }),
    ...(document?.sex !== undefined && { sex: document.sex }),
    subscriptions,
  };
};
