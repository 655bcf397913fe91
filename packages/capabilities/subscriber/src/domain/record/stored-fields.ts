import type { HolderRecord, PartyRecord, SubscriberRecord, SubscriptionRecord } from './subscriber-record.ts';

/** Fields as they are sealed, each on its own: names in clear, texts. `guardian.name` is a guardian's name. */
export type FieldTexts = Readonly<Record<string, string>>;

/** What of a record is kept in clear: nothing of a person. */
export type ClearFields = Pick<HolderRecord, 'kind' | 'representedBy'> &
  Omit<SubscriptionRecord, 'msisdn' | 'user' | 'confirmation' | 'contract' | 'point'>;

/** A record as it is kept: what is clear, and the texts that are sealed under the holder's key, person's and number's. */
export interface StoredRecord {
  readonly clear: ClearFields;
  readonly person: FieldTexts;
  readonly subscription: FieldTexts;
}

/** Fields that are texts by themselves; all others are written as JSON. */
const TEXTS: ReadonlySet<string> = new Set(['name', 'birthDate', 'msisdn']);

/** A record as it is kept. What a record does not have is not there. */
export const storedFields = ({ holder, subscription }: SubscriberRecord): StoredRecord => {
  const { kind, representedBy, guardian, representative, ...own } = holder;
  const { msisdn, user, confirmation, contract, point, ...clear } = subscription;
  return {
    clear: { kind, ...(representedBy !== undefined && { representedBy }), ...clear },
    person: {
      ...texts(own),
      ...texts(guardian, 'guardian.'),
      ...texts(representative, 'representative.'),
    },
    subscription: { ...texts({ msisdn, confirmation, contract, point }), ...texts(user, 'user.') },
  };
};

/** The record that was kept so. The texts are those of `storedFields`: what was sealed has not been changed. */
export const recordOfStored = ({ clear, person, subscription }: StoredRecord): SubscriberRecord => {
  const { kind, representedBy, ...number } = clear;
  const [guardian, representative, user] = [
    party(person, 'guardian.'),
    party(person, 'representative.'),
    party(subscription, 'user.'),
  ];
  return {
    holder: {
      kind,
      ...(representedBy !== undefined && { representedBy }),
      ...values(person, ''),
      ...(guardian !== undefined && { guardian }),
      ...(representative !== undefined && { representative }),
    },
    subscription: { ...number, ...values(subscription, ''), ...(user !== undefined && { user }) },
  };
};

const texts = (fields: object = {}, prefix = ''): FieldTexts =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [
        prefix + field,
        TEXTS.has(field) && typeof value === 'string' ? value : JSON.stringify(value),
      ]),
  );

/** Fields of one prefix; of none, those without a dot. */
const values = (fields: FieldTexts, prefix: string): Partial<HolderRecord & SubscriptionRecord> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([field]) => field.startsWith(prefix) && !field.slice(prefix.length).includes('.'))
      .map(([field, text]): [string, unknown] => {
        const name = field.slice(prefix.length);
        return [name, TEXTS.has(name) ? text : JSON.parse(text)];
      }),
  );

const party = (fields: FieldTexts, prefix: string): PartyRecord | undefined => {
  const found = values(fields, prefix);
  return Object.keys(found).length === 0 ? undefined : found;
};
