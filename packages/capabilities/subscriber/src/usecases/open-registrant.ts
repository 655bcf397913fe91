import {
  holderOfStored,
  openFields,
  registrantOf,
  subscriptionOfStored,
  subscriptionRecord,
  type PartyRecord,
  type SealedFields,
} from '../domain/index.ts';
import type { Read, SealedPerson, SealedSubscription } from '../store/record-item.ts';
import { ASKED_GROUPS } from './asked-verification.ts';

/** The prefixes of whoever may have registered: see `storedHolder`. */
const PREFIXES = ['', 'guardian.', 'representative.', 'user.'];

const NAMES: ReadonlySet<string> = new Set(
  PREFIXES.flatMap((prefix) => ASKED_GROUPS.map((group) => `${prefix}${group}`)),
);

const asked = (sealed: SealedFields): readonly string[] =>
  Object.keys(sealed).filter((name) => NAMES.has(name));

/** Whoever registered a number, as far as a verification is about: the holder, or who stood before the counter for it. */
export const openRegistrant = (
  tenant: string,
  key: Uint8Array,
  person: Read<SealedPerson>,
  { subscriptionId, clear, standing, sealed }: Read<SealedSubscription>,
): PartyRecord => {
  const { personId } = person;
  const record = subscriptionRecord(subscriptionId);
  const texts = openFields(key, { tenant, personId, record: 'person' }, person.sealed, asked(person.sealed));
  const ofNumber = openFields(key, { tenant, personId, record }, sealed, asked(sealed));
  const holder = holderOfStored({ clear: person.clear, texts });
  const subscription = subscriptionOfStored({ clear: { ...clear, state: standing.state }, texts: ofNumber });
  // Who registered is settled on the day on which they did.
  const role = registrantOf({ holder, subscription }, clear.registeredAt ?? person.recordedAt);
  switch (role) {
    case 'holder':
      return holder;
    case 'user':
      return subscription.user ?? {};
    default:
      return holder[role] ?? {};
  }
};
