import { IDENTITY_KINDS } from '../forms/normalize-identity-number.ts';
import { NUMBER_USES } from '../forms/normalize-msisdn.ts';
import {
  CHANNELS,
  DOCUMENT_KINDS,
  HOLDER_KINDS,
  PAYMENTS,
  SUBSCRIPTION_STATES,
} from '../record/subscriber-record.ts';

/** What a value of a row may look like, from a single text to the whole row. */
export type Shape =
  | { readonly is: 'text'; readonly pattern?: RegExp }
  /** One of a closed list. */
  | { readonly is: 'word'; readonly of: readonly string[] }
  /** A whole number from 1. */
  | { readonly is: 'count' }
  /** RFC 3339 with an offset; read as milliseconds since the epoch. */
  | { readonly is: 'instant' }
  | { readonly is: 'list'; readonly of: Shape }
  /** Texts under captions that a document prints: a list of `caption` and `text` in a file, names and values in a record. */
  | { readonly is: 'captions' }
  | ObjectShape;

export interface ObjectShape {
  readonly is: 'object';
  readonly fields: Readonly<Record<string, Shape>>;
  /** Fields without which the whole is none. */
  readonly needed: readonly string[];
}

const TEXT: Shape = { is: 'text' };

const INSTANT: Shape = { is: 'instant' };

const word = (of: readonly string[]): Shape => ({ is: 'word', of });

const object = (fields: ObjectShape['fields'], ...needed: readonly string[]): ObjectShape => ({
  is: 'object',
  fields,
  needed,
});

const IMAGE = {
  imageId: { is: 'text', pattern: /^[0-9A-Za-z-]{1,64}$/ },
  sha256: { is: 'text', pattern: /^[0-9a-f]{64}$/ },
} as const satisfies ObjectShape['fields'];

const image = object(IMAGE, 'imageId', 'sha256');

/** `PartyRecord`. */
const PARTY: ObjectShape['fields'] = {
  name: TEXT,
  birthDate: TEXT,
  identity: object({ kind: word(IDENTITY_KINDS), number: TEXT, issuer: TEXT }, 'kind', 'number'),
  address: object({ printed: TEXT, communeCode: TEXT, formerCommuneCode: TEXT }, 'printed'),
  document: object(
    {
      kind: word(DOCUMENT_KINDS),
      issuedOn: TEXT,
      expiresOn: TEXT,
      issuedBy: TEXT,
      sex: word(['female', 'male']),
      nationality: TEXT,
      other: { is: 'captions' },
    },
    'kind',
  ),
  documentImages: { is: 'list', of: image },
  portrait: object({ ...IMAGE, takenAt: INSTANT }, 'imageId', 'sha256'),
};

const party = object(PARTY);

/**
 * A row of an import: a record as the registry has it (`SubscriberRecord`), and when its holder was last verified. These fields a record
 * can have, and no others; a column of a CSV file is called by the way to its field, `holder.identity.number`.
 */
export const ROW_SHAPE: ObjectShape = object(
  {
    holder: object(
      {
        kind: word(HOLDER_KINDS),
        ...PARTY,
        guardian: party,
        guardianConsent: image,
        relationshipProof: image,
        representative: party,
        representedBy: word(['legal-representative', 'authorised-person']),
        authorisation: image,
      },
      'kind',
    ),
    subscription: object(
      {
        msisdn: TEXT,
        use: word(NUMBER_USES),
        payment: word(PAYMENTS),
        channel: word(CHANNELS),
        ordinal: { is: 'count' },
        user: party,
        confirmation: image,
        contract: image,
        point: object({ name: TEXT, address: TEXT, phone: TEXT }, 'name', 'address'),
        registeredAt: INSTANT,
        serviceStart: INSTANT,
        state: word(SUBSCRIPTION_STATES),
        serviceEnd: INSTANT,
      },
      'use',
      'payment',
      'ordinal',
    ),
    verifiedAt: INSTANT,
  },
  'holder',
  'subscription',
);
