import { fromBase64Url, toBase64Url } from '@temkin/kernel';
import { isImageField } from './named-images.ts';
import type {
  HolderRecord,
  ImageRecord,
  PartyRecord,
  SubscriberRecord,
  SubscriptionRecord,
} from './subscriber-record.ts';

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

/**
 * Keys of images by their ids. They lie beside the images' names in the sealed fields of who they are of, and nowhere else: who is erased
 * takes them along. A record that is read has none.
 */
export type ImageKeys = ReadonlyMap<string, Uint8Array>;

/** An image as it is kept in a field. */
type KeptImage = ImageRecord & { readonly key?: string };

const NO_KEYS: ImageKeys = new Map();

/** Fields that are texts by themselves; all others are written as JSON. */
const TEXTS: ReadonlySet<string> = new Set(['name', 'birthDate', 'msisdn']);

/** A holder as it is kept, its images with their keys. What it does not have is not there. */
export const storedHolder = (holder: HolderRecord, keys: ImageKeys = NO_KEYS): Stored<ClearHolder> => {
  const { kind, representedBy, ...changes } = holder;
  return {
    clear: { kind, ...(representedBy !== undefined && { representedBy }) },
    texts: storedChange(changes, keys),
  };
};

/** What of a holder may change: all that is sealed. */
export type HolderChange = Partial<Omit<HolderRecord, keyof ClearHolder>>;

/** The texts of what changes of a holder; what is not named stays as it is. */
export const storedChange = (
  { guardian, representative, ...own }: HolderChange,
  keys: ImageKeys = NO_KEYS,
): FieldTexts => ({
  ...texts(own, keys),
  ...texts(guardian, keys, 'guardian.'),
  ...texts(representative, keys, 'representative.'),
});

/** What of a number may change beside where it stands: its papers, and who uses it. */
export type NumberPapers = Pick<SubscriptionRecord, 'user' | 'confirmation' | 'contract' | 'point'>;

/** A number as it is kept, its images with their keys. What it does not have is not there. */
export const storedSubscription = (
  subscription: SubscriptionRecord,
  keys: ImageKeys = NO_KEYS,
): Stored<ClearSubscription> => {
  const { msisdn, user, confirmation, contract, point, ...clear } = subscription;
  return {
    clear,
    texts: sealedOfNumber({ msisdn, confirmation, contract, point }, user, keys),
  };
};

/** The texts of what changes of a number's papers; what is not named stays as it is. */
export const storedPapers = ({ user, ...own }: NumberPapers, keys: ImageKeys = NO_KEYS): FieldTexts =>
  sealedOfNumber(own, user, keys);

/** An image as a stored field names it. */
export interface StoredImage {
  /** Of the field, as it is stored. */
  readonly name: string;
  readonly imageId: string;
  readonly sha256: string;
  readonly key?: Uint8Array;
}

/** The images that stored fields name, as often as they do, each with its key as far as it has one. */
export const imagesInStored = (fields: FieldTexts): readonly StoredImage[] =>
  Object.entries(fields)
    .filter(([name]) => isImageField(fieldOfStored(name)))
    .flatMap(([name, text]) =>
      [JSON.parse(text) as KeptImage | readonly KeptImage[]]
        .flat()
        .map(({ imageId, sha256, key: written }) => {
          const key = written === undefined ? undefined : fromBase64Url(written);
          return { name, imageId, sha256, ...(key !== undefined && { key }) };
        }),
    );

/** The images that stored fields name, by their ids, each with its key as far as it has one. */
export const imagesOfStored = (
  fields: FieldTexts,
): ReadonlyMap<string, { readonly sha256: string; readonly key?: Uint8Array }> =>
  new Map(imagesInStored(fields).map(({ name: _name, imageId, ...image }) => [imageId, image]));

/** Stored fields that have no keys, with those of their images. */
export const withImageKeys = (fields: FieldTexts, keys: ImageKeys): FieldTexts =>
  Object.fromEntries(
    Object.entries(fields).map(([name, text]) => {
      const field = fieldOfStored(name);
      return [
        name,
        isImageField(field) ? JSON.stringify(eachImage(field, JSON.parse(text), withKey(keys))) : text,
      ];
    }),
  );

/** The holder that was kept so. The texts are those of `storedHolder`, or some of them. */
export const holderOfStored = ({ clear, texts: kept }: Stored<ClearHolder>): HolderRecord => {
  const { own, guardian, representative } = valuesOf(kept);
  return {
    ...clear,
    ...own,
    ...(guardian !== undefined && { guardian }),
    ...(representative !== undefined && { representative }),
  };
};

/** The number that was kept so. The texts are those of `storedSubscription`, or some of them. */
export const subscriptionOfStored = ({
  clear,
  texts: kept,
}: Stored<ClearSubscription>): SubscriptionRecord => {
  const { own, user } = valuesOf(kept);
  return { ...clear, ...own, ...(user !== undefined && { user }) };
};

/** A holder and one of its numbers, as they are kept and opened. */
export interface StoredRecord {
  readonly holder: Stored<ClearHolder>;
  readonly subscription: Stored<ClearSubscription>;
}

/** The record that was kept so. */
export const recordOfStored = ({ holder, subscription }: StoredRecord): SubscriberRecord => ({
  holder: holderOfStored(holder),
  subscription: subscriptionOfStored(subscription),
});

/** The field of the record that a stored one is of, whosever it is: `name` of `guardian.name`. */
export const fieldOfStored = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** Where a stored field stands in a record (RFC 6901): `/holder/guardian/name` of a holder's `guardian.name`. */
export const pointerOfStored = (of: keyof SubscriberRecord, name: string): string =>
  `/${of}/${name.replaceAll('.', '/')}`;

/** An image, or each of a list, as something else; every other value as it is. */
const eachImage = (field: string, value: unknown, as: (image: KeptImage) => KeptImage): unknown => {
  if (!isImageField(field)) return value;
  return Array.isArray(value) ? (value as readonly KeptImage[]).map(as) : as(value as KeptImage);
};

const withKey =
  (keys: ImageKeys) =>
  ({ key: _none, ...image }: KeptImage): KeptImage => {
    const key = keys.get(image.imageId);
    return key === undefined ? image : { ...image, key: toBase64Url(key) };
  };

const withoutKey = ({ key: _key, ...image }: KeptImage): KeptImage => image;

const texts = (fields: object = {}, keys: ImageKeys = NO_KEYS, prefix = ''): FieldTexts =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [
        prefix + field,
        TEXTS.has(field) && typeof value === 'string'
          ? value
          : JSON.stringify(eachImage(field, value, withKey(keys))),
      ]),
  );

const sealedOfNumber = (own: object, user: PartyRecord | undefined, keys: ImageKeys): FieldTexts => ({
  ...texts(own, keys),
  ...texts(user, keys, 'user.'),
});

/** What fields say, by whose they are: those before whose names stands a party, and the record's own. */
const valuesOf = (fields: FieldTexts): Readonly<Partial<Record<string, PartyRecord>>> => {
  const found: Record<string, Record<string, unknown>> = {};
  for (const [field, text] of Object.entries(fields)) {
    const dot = field.indexOf('.');
    const [whose, name] = dot < 0 ? ['own', field] : [field.slice(0, dot), field.slice(dot + 1)];
    const of = (found[whose] ??= {});
    of[name] = TEXTS.has(name) ? text : eachImage(name, JSON.parse(text), withoutKey);
  }
  return found;
};
