import type { HolderRecord, PartyRecord, SubscriptionRecord } from './subscriber-record.ts';

/** Fields as they are sealed, each on its own: names in clear, texts. `guardian.name` is a guardian's name. */
export type FieldTexts = Readonly<Record<string, string>>;

/** What of a holder is kept in clear: nothing of a person. */
export type ClearHolder = Pick<HolderRecord, 'kind' | 'representedBy'>;

/** What of a number is kept in clear: nothing of a person, nor the number. */
export type ClearSubscription = Omit<
  SubscriptionRecord,
  'msisdn' | 'user' | 'confirmation' | 'contract' | 'point'
>;

/** Half a record as it is kept: what is clear, and the texts that are sealed under the holder's key. */
export interface Stored<Clear> {
  readonly clear: Clear;
  readonly texts: FieldTexts;
}

/** Fields that are texts by themselves; all others are written as JSON. */
const TEXTS: ReadonlySet<string> = new Set(['name', 'birthDate', 'msisdn']);

/** A holder as it is kept. What it does not have is not there. */
export const storedHolder = (holder: HolderRecord): Stored<ClearHolder> => {
  const { kind, representedBy, ...changes } = holder;
  return {
    clear: { kind, ...(representedBy !== undefined && { representedBy }) },
    texts: storedChange(changes),
  };
};

/** What of a holder may change: all that is sealed. */
export type HolderChange = Partial<Omit<HolderRecord, keyof ClearHolder>>;

/** The texts of what changes of a holder; what is not named stays as it is. */
export const storedChange = ({ guardian, representative, ...own }: HolderChange): FieldTexts => ({
  ...texts(own),
  ...texts(guardian, 'guardian.'),
  ...texts(representative, 'representative.'),
});

/** A number as it is kept. What it does not have is not there. */
export const storedSubscription = (subscription: SubscriptionRecord): Stored<ClearSubscription> => {
  const { msisdn, user, confirmation, contract, point, ...clear } = subscription;
  return { clear, texts: { ...texts({ msisdn, confirmation, contract, point }), ...texts(user, 'user.') } };
};

/** The holder that was kept so. The texts are those of `storedHolder`, or some of them. */
export const holderOfStored = ({ clear, texts: kept }: Stored<ClearHolder>): HolderRecord => {
  const [guardian, representative] = [party(kept, 'guardian.'), party(kept, 'representative.')];
  return {
    ...clear,
    ...values(kept, ''),
    ...(guardian !== undefined && { guardian }),
    ...(representative !== undefined && { representative }),
  };
};

/** The number that was kept so. The texts are those of `storedSubscription`, or some of them. */
export const subscriptionOfStored = ({
  clear,
  texts: kept,
}: Stored<ClearSubscription>): SubscriptionRecord => {
  const user = party(kept, 'user.');
  return { ...clear, ...values(kept, ''), ...(user !== undefined && { user }) };
};

/** The field of the record that a stored one is of, whosever it is: `name` of `guardian.name`. */
export const fieldOfStored = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

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
