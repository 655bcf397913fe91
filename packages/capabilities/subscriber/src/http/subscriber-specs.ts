import { routeSpec } from '@temkin/http';
import { once, type Role } from '@temkin/kernel';
import * as z from 'zod';
import {
  FIELD_NAMES,
  HOLDER_KINDS,
  NUMBER_USES,
  READ_POLICY,
  READ_PURPOSES,
  SUBSCRIPTION_FIELDS,
} from '../domain/index.ts';
import { address, holderFields, identity, NAMES_ANY, namesAny, uuid } from './record-schemas.ts';
import { basisId } from './registry-specs.ts';
import { isUponOne, UPON_ONE, uponEither } from './upon-one.ts';

/** Roles that read upon what somebody opened; a release of two people is read by routes of its own. */
const readers: readonly Role[] = [
  ...new Set(READ_POLICY.filter(({ needs }) => needs !== 'two-person-release').flatMap(({ roles }) => roles)),
];

const params = () => z.strictObject({ personId: uuid });

const text = (most: number) => z.string().min(1).max(most);

const upon = {
  purpose: z.enum(READ_PURPOSES),
  ...uponEither,
};

const namesItsNumber = ({
  fields,
  subscriptionId,
}: {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly subscriptionId?: string;
}): boolean => subscriptionId !== undefined || SUBSCRIPTION_FIELDS.every((field) => !(field in fields));

const NAMES_NUMBER = {
  path: ['subscriptionId'],
  error: 'Must be named where fields of a number are asked for.',
};

/** Fields as they are shown: what each is, its place among the fifteen says. */
const shownFields = once(() =>
  z
    .strictObject(Object.fromEntries(FIELD_NAMES.map((name) => [name, z.unknown().exactOptional()] as const)))
    .meta({ id: 'ShownSubscriberFields' }),
);

const lastFour = (pattern: RegExp, description: string) =>
  z.string().regex(pattern).exactOptional().meta({ description });

export const searchSubscribersSpec = routeSpec({
  method: 'POST',
  path: '/v1/subscribers/search',
  action: 'subscriber.search',
  tag: 'Subscriber registry',
  summary: 'Find people who hold numbers',
  description:
    'By exactly one of: `msisdn`; `identity`; `name` and `birthDate`; `name`, `birthDate` (its year is enough) and `address` (its commune ' +
    'counts); `name` and `address` of an organisation; `msisdnLast4` and `birthDate`; `msisdnLast4` and `identityLast4`. Diacritics ' +
    'of a name count where it is asked with them. Whoever is found may be read upon the same transaction or case. Of more than ten you are told how ' +
    'many there are.',
  access: { scope: 'subscribers:search', roles: readers },
  body: () =>
    z
      .strictObject({
        ...upon,
        msisdn: text(32).exactOptional(),
        identity: identity().exactOptional(),
        name: text(500).exactOptional(),
        birthDate: text(20).exactOptional(),
        address: address().exactOptional(),
        msisdnLast4: lastFour(/^\d{4}$/, 'The last four digits of a number.'),
        identityLast4: lastFour(/^[0-9A-Za-z]{4}$/, 'The last four characters of an identity number.'),
        kind: z
          .enum(HOLDER_KINDS)
          .exactOptional()
          .meta({ description: 'Of an organisation, whose names are read otherwise.' }),
        use: z.enum(NUMBER_USES).exactOptional().meta({ description: 'Of a machine’s number.' }),
      })
      .refine(isUponOne, UPON_ONE)
      .meta({ id: 'SubscriberSearch' }),
  success: {
    status: 200,
    description: 'Who was found, masked; or how many.',
    body: () =>
      z.strictObject({
        matches: z
          .array(
            z.strictObject({
              personId: uuid,
              kind: z.enum(HOLDER_KINDS),
              holder: shownFields(),
              subscription: z.strictObject({ subscriptionId: uuid, isLive: z.boolean() }).exactOptional(),
            }),
          )
          .readonly()
          .exactOptional(),
        count: z.int().exactOptional().meta({ description: 'Instead of matches, where there are too many.' }),
      }),
  },
  problems: [
    'SUBSCRIBER.PURPOSE_NOT_ALLOWED',
    'SUBSCRIBER.PURPOSE_CLOSED',
    'SUBSCRIBER.BASIS_REQUIRED',
    'SUBSCRIBER.SEARCH_INCOMPLETE',
    'SUBSCRIBER.SEARCH_TOO_WIDE',
    'SUBSCRIBER.QUOTA_EXCEEDED',
    'SUBSCRIBER.INDEX_NOT_READY',
    'SUBSCRIBER.CHANGED',
  ],
});

export const readSubscriberSpec = routeSpec({
  method: 'POST',
  path: '/v1/subscribers/{personId}/read',
  action: 'subscriber.read',
  tag: 'Subscriber registry',
  summary: 'Read a person who holds numbers',
  description:
    'The fields that are named and no other, each `full` or `masked` as the purpose allows; one too many refuses all. With a ' +
    'subscriptionId those of that number too, which are not asked for without one. What was shown is on record before it is opened.',
  access: { scope: 'subscribers:read', roles: readers },
  params,
  body: () =>
    z
      .strictObject({
        ...upon,
        fields: z
          .strictObject(
            Object.fromEntries(
              FIELD_NAMES.map((name) => [name, z.enum(['masked', 'full']).exactOptional()] as const),
            ),
          )
          .meta({ description: 'How each field is to be shown.' }),
        subscriptionId: uuid
          .exactOptional()
          .meta({ description: 'Needed where fields of a number are read.' }),
      })
      .refine(isUponOne, UPON_ONE)
      .refine(namesItsNumber, NAMES_NUMBER)
      .meta({ id: 'SubscriberReading' }),
  success: {
    status: 200,
    description: 'What was asked for, as far as it is there.',
    body: () =>
      z.strictObject({
        personId: uuid,
        kind: z.enum(HOLDER_KINDS),
        holder: shownFields(),
        guardian: shownFields().exactOptional(),
        representative: shownFields().exactOptional(),
        user: shownFields().exactOptional(),
        subscription: shownFields().exactOptional(),
      }),
  },
  problems: [
    'SUBSCRIBER.PURPOSE_NOT_ALLOWED',
    'SUBSCRIBER.PURPOSE_CLOSED',
    'SUBSCRIBER.BASIS_REQUIRED',
    'SUBSCRIBER.NOTHING_ASKED',
    'SUBSCRIBER.FIELD_NOT_ALLOWED',
    'SUBSCRIBER.UNKNOWN',
    'SUBSCRIBER.CHANGED',
  ],
});

const holderChange = once(() => z.strictObject(holderFields()).meta({ id: 'RegistryHolderChange' }));

export const amendSubscriberSpec = routeSpec({
  method: 'PATCH',
  path: '/v1/subscribers/{personId}',
  action: 'subscriber.amend',
  tag: 'Subscriber registry',
  summary: 'Correct a person who holds numbers',
  description:
    'What is named is sealed anew, what is not stays as it is. The record is judged as it would be: nothing comes in that a registration ' +
    'would refuse. Upon a case for correction that somebody else opened about the person.',
  access: { scope: 'subscribers:amend', roles: ['registrar'] },
  params,
  body: () =>
    z
      .strictObject({
        caseId: basisId,
        holder: holderChange().refine(namesAny, NAMES_ANY),
      })
      .meta({ id: 'SubscriberAmendment' }),
  success: {
    status: 200,
    description: 'The person as of this version.',
    body: () => z.strictObject({ personId: uuid, version: z.int() }),
  },
  problems: [
    'SUBSCRIBER.BASIS_REQUIRED',
    'SUBSCRIBER.RECORD_REFUSED',
    'SUBSCRIBER.RECORD_TOO_LARGE',
    'SUBSCRIBER.IMAGE_UNKNOWN',
    'SUBSCRIBER.UNKNOWN',
    'SUBSCRIBER.CHANGED',
  ],
});

/** Specifications of the routes of people. */
export const subscriberSpecs = [searchSubscribersSpec, readSubscriberSpec, amendSubscriberSpec];
