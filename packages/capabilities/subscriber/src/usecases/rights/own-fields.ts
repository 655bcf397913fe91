import {
  fieldOfStored,
  fieldsOf,
  holderOfStored,
  openFields,
  showRecord,
  subscriptionOfStored,
  subscriptionRecord,
  termsOf,
  type FieldTexts,
  type HolderKind,
  type IdentityNumber,
  type SelfCheckShown,
  type ShownFields,
} from '../../domain/index.ts';
import type { SealedPerson, SealedSubscription } from '../../store/record-item.ts';

/** A holder and its key. */
export interface Holder {
  readonly person: SealedPerson;
  readonly key: Uint8Array;
}

type IsWanted = (name: string) => boolean;

const openOf = (tenant: string, { person, key }: Holder, isWanted: IsWanted): FieldTexts =>
  openFields(
    key,
    { tenant, personId: person.personId, record: 'person' },
    person.sealed,
    Object.keys(person.sealed).filter(isWanted),
  );

const openOfNumber = (
  tenant: string,
  { key }: Holder,
  { personId, subscriptionId, sealed }: SealedSubscription,
  isWanted: IsWanted,
): FieldTexts =>
  openFields(
    key,
    { tenant, personId, record: subscriptionRecord(subscriptionId) },
    sealed,
    Object.keys(sealed).filter(isWanted),
  );

/** The texts of a holder by which its document is found. */
export const documentTexts = (tenant: string, holder: Holder): FieldTexts =>
  openOf(tenant, holder, (name) => fieldsOf('identityNumber', 'person').some((field) => field === name));

/** The identity number of a holder, as registered, and the form by which it is found; nothing where it has none. */
export const documentOf = (
  tenant: string,
  holder: Holder,
): { readonly identity: IdentityNumber; readonly form: string } | undefined => {
  const { clear } = holder.person;
  const fields = documentTexts(tenant, holder);
  const { identity } = holderOfStored({ clear, texts: fields });
  const [terms] = termsOf('identityNumber', { kind: clear.kind, fields });
  return identity === undefined || terms === undefined ? undefined : { identity, form: terms.join() };
};

/** The text of a number. */
export const numberText = (tenant: string, holder: Holder, subscription: SealedSubscription): FieldTexts =>
  openOfNumber(tenant, holder, subscription, (name) => name === 'msisdn');

/** What a holder sees of itself; of whoever acts for it nothing, for that is another person. */
export const showOwn = (
  tenant: string,
  holder: Holder,
  shown: SelfCheckShown,
  now: number,
): { readonly kind: HolderKind; readonly holder: ShownFields } => {
  const { clear } = holder.person;
  const texts = openOf(tenant, holder, (name) => fieldOfStored(name) === name && name in shown);
  const record = { holder: holderOfStored({ clear, texts }) };
  return { kind: clear.kind, holder: showRecord(record, shown, now).holder };
};

/** What a holder sees of one of its numbers. */
export const showOwnNumber = (
  tenant: string,
  holder: Holder,
  subscription: SealedSubscription,
  shown: SelfCheckShown,
  now: number,
): ShownFields => {
  const { clear, standing } = subscription;
  const texts = openOfNumber(
    tenant,
    holder,
    subscription,
    (name) => fieldOfStored(name) === name && name in shown,
  );
  const number = subscriptionOfStored({ clear: { ...clear, state: standing.state }, texts });
  const record = { holder: { kind: holder.person.clear.kind }, subscription: number };
  return showRecord(record, shown, now).subscription ?? {};
};
