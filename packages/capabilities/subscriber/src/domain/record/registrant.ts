import { inForce, type PolicyRecord } from '@temkin/kernel';
import { hasReached, normalizeBirthDate } from '../forms/normalize-birth-date.ts';
import type { PartyRecord, SubscriberRecord } from './subscriber-record.ts';

/** Whole years. */
export interface ChildAges {
  /** From this age on a child that has a document registers itself, with consent. */
  readonly registersItself: number;
  /** From this age on nobody's consent is needed. */
  readonly isNoChild: number;
  /** From this age on one may be somebody's guardian. */
  readonly isOfAge: number;
}

export const childAges: readonly PolicyRecord<ChildAges>[] = [
  {
    id: 'child-ages',
    value: { registersItself: 6, isNoChild: 15, isOfAge: 18 },
    source: 'Decree 163/2024 Art 17.3; of age: Civil Code 91/2015 Art 20, 49',
    validFrom: '2024-12-24',
  },
];

/** The one who registers in person. */
export type Registrant = 'holder' | 'guardian' | 'user' | 'representative';

/**
 * Who registers: the holder; of a child under six, or of one without a number of its own, the guardian; of an organisation
 * the person who uses the number, or for a machine's the representative.
 */
export const registrantOf = (
  { holder, subscription }: SubscriberRecord,
  atMilliseconds: number,
): Registrant => {
  if (holder.kind === 'organisation') return subscription.use === 'person' ? 'user' : 'representative';
  if (holder.kind !== 'child') return 'holder';
  const birthDate = normalizeBirthDate(holder.birthDate ?? '');
  const { registersItself } = inForce(childAges, atMilliseconds).value;
  const isOld = birthDate.ok && hasReached(birthDate.value, registersItself, atMilliseconds) === 'yes';
  return isOld && holder.identity !== undefined ? 'holder' : 'guardian';
};

/** A party of a record and where it stands (RFC 6901). Those whom the record has, and the registrant in any case. */
export interface Party {
  readonly role: Registrant;
  readonly pointer: string;
  readonly party: PartyRecord;
}

/** Where a party stands in a record. */
export const POINTERS: Readonly<Record<Registrant, string>> = {
  holder: '/holder',
  guardian: '/holder/guardian',
  representative: '/holder/representative',
  user: '/subscription/user',
};

/** Everybody whom a record has. */
export const partiesOf = ({ holder, subscription }: SubscriberRecord): readonly Party[] =>
  (
    [
      ['holder', holder],
      ['guardian', holder.guardian],
      ['representative', holder.representative],
      ['user', subscription.user],
    ] as const
  ).flatMap(([role, party]) => (party === undefined ? [] : [{ role, pointer: POINTERS[role], party }]));
