import { once } from '@temkin/kernel';
import * as z from 'zod';
import {
  CHANNELS,
  DOCUMENT_KINDS,
  HOLDER_KINDS,
  IDENTITY_KINDS,
  NUMBER_USES,
  PAYMENTS,
} from '../domain/index.ts';

/** Longer than anything that a document prints; what fits its field, the check of the record says. */
const text = (most = 500) => z.string().min(1).max(most);

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** An instant as RFC 3339 has it; milliseconds since the epoch when it is parsed. */
export const instant = z.iso.datetime().transform((at) => Date.parse(at));

/** An id of the registry, a UUID in lower case. */
export const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

/** Whether an amendment says what of. */
export const namesAny = (change: object): boolean => Object.keys(change).length > 0;

export const NAMES_ANY = { error: 'Must name at least one field.' };

/** A picture or scan that was uploaded. */
const image = once(() =>
  z
    .strictObject({
      imageId: z.string().regex(/^[0-9A-Za-z-]{1,64}$/),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    })
    .meta({ id: 'RegistryImage' }),
);

export const identity = once(() =>
  z
    .discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('passport'),
        number: text(64),
        issuer: z
          .string()
          .regex(/^[A-Z]{3}$/)
          .meta({ description: 'Three letters of ICAO 9303-3.' }),
      }),
      z.strictObject({
        kind: z.enum(IDENTITY_KINDS).exclude(['passport']),
        number: text(64),
      }),
    ])
    .meta({ id: 'IdentityNumber' }),
);

export const address = once(() =>
  z
    .strictObject({
      printed: text(),
      communeCode: z
        .string()
        .regex(/^\d{5}$/)
        .exactOptional()
        .meta({ description: 'Of today.' }),
      formerCommuneCode: z
        .string()
        .regex(/^\d{5}$/)
        .exactOptional()
        .meta({ description: 'Of before July 2025; not both.' }),
    })
    .meta({ id: 'RegistryAddress' }),
);

const document = once(() =>
  z
    .strictObject({
      kind: z.enum(DOCUMENT_KINDS),
      issuedOn: day.exactOptional(),
      expiresOn: day.exactOptional(),
      issuedBy: text().exactOptional(),
      sex: z.enum(['male', 'female']).exactOptional(),
      nationality: text(3).exactOptional(),
      other: z
        .array(z.strictObject({ caption: text(100), text: text() }))
        .max(40)
        .transform((printed) => Object.fromEntries(printed.map((one) => [one.caption, one.text])))
        .exactOptional()
        .meta({ description: 'What else is printed, by its caption.' }),
    })
    .meta({ id: 'RegistryDocument' }),
);

const partyFields = once(() => ({
  name: text().exactOptional(),
  birthDate: text(20)
    .exactOptional()
    .meta({ description: '`YYYY-MM-DD`; of old documents `YYYY-MM` or `YYYY`.' }),
  identity: identity().exactOptional(),
  address: address().exactOptional(),
  document: document().exactOptional(),
  documentImages: z.array(image()).max(20).exactOptional(),
  portrait: image()
    .extend({ takenAt: instant.exactOptional() })
    .meta({ id: 'RegistryPortrait' })
    .exactOptional(),
}));

const party = once(() => z.strictObject(partyFields()).meta({ id: 'RegistryParty' }));

/** What of a holder may be amended, and by whom it is acted for. */
export const holderFields = once(() => ({
  ...partyFields(),
  guardian: party().exactOptional(),
  guardianConsent: image().exactOptional(),
  relationshipProof: image().exactOptional(),
  representative: party().exactOptional(),
  authorisation: image().exactOptional(),
}));

/** A holder of numbers, with those who act for it. What a field must be, `checkRecord` says: this bounds it alone. */
export const holderSchema = once(() =>
  z
    .strictObject({
      kind: z.enum(HOLDER_KINDS),
      ...holderFields(),
      representedBy: z.enum(['legal-representative', 'authorised-person']).exactOptional(),
    })
    .meta({ id: 'RegistryHolder' }),
);

/** A number to be registered: time, state and which of the holder's numbers it is are the registry's to say. */
export const newNumberSchema = once(() =>
  z
    .strictObject({
      msisdn: text(32).meta({ description: 'A Vietnamese mobile number, with or without its country code.' }),
      use: z.enum(NUMBER_USES),
      payment: z.enum(PAYMENTS),
      channel: z.enum(CHANNELS),
      user: party()
        .exactOptional()
        .meta({ description: 'Of an organisation’s number that a person uses: that person.' }),
      confirmation: image().exactOptional(),
      contract: image().exactOptional(),
      point: z
        .strictObject({ name: text(), address: text(), phone: text(32).exactOptional() })
        .exactOptional(),
    })
    .meta({ id: 'NewRegistryNumber' }),
);
