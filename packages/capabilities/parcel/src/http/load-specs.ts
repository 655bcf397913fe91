import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { LOAD_LIMIT } from '../domain/index.ts';
import { GENERAL_ITEM_CODES, itemProblem } from './item-problem.ts';
import { parcelId, parcelState, shiftId, token, waybillNumber } from './parcel-words.ts';

/** Why a parcel may not be loaded. */
const LOAD_CODES = [
  'PARCEL.TOKEN_MALFORMED',
  'PARCEL.TOKEN_FORGED',
  'PARCEL.UNKNOWN',
  'PARCEL.REVOKED',
  'PARCEL.PURPOSE_NOT_ALLOWED',
  'PARCEL.LABEL_ONLY',
  'PARCEL.NOT_IN_CUSTODY',
  'PARCEL.OTHER_SIDE_READ',
  'PARCEL.SHIFT_CLOSED',
  'PARCEL.STATE_NOT_ALLOWED',
  'PARCEL.EVENT_NOT_ALLOWED',
  'PARCEL.CLOSED',
  'PARCEL.HOLDER_INVALID',
  'PARCEL.SCAN_REQUIRED',
  'PARCEL.SHREDDED',
  'PARCEL.QUOTA_EXCEEDED',
  'PARCEL.CHANGED',
] as const;

/** A thumbprint (RFC 7638): 32 bytes in base64url. */
const deviceId = z.string().regex(/^[\w-]{43}$/);

/** Whatever a person typed for a waybill number: what is none names no parcel, and sinks no other. */
const typedNumber = z.string().min(1).max(64);

const COUNT = { error: `Must name 1 to ${LOAD_LIMIT} parcels.` };

const list = <Item extends z.ZodType>(item: Item) => z.array(item).max(LOAD_LIMIT).exactOptional();

const bundle = once(() =>
  z
    .strictObject({
      bundleId: z.string(),
      deviceId,
      issuedAt: z.iso.datetime(),
      expiresAt: z.iso.datetime().meta({ description: 'From when on the app shows it no more. Advisory.' }),
      allowance: z.int().meta({ description: 'How often the app shows a parcel of it off line. Advisory.' }),
      parcels: z.int(),
      data: z.string().meta({ description: 'Base64; see docs/device-protocol.md, "Bundles".' }),
    })
    .meta({ id: 'Bundle' }),
);

export const loadShiftSpec = routeSpec({
  method: 'POST',
  path: '/v1/shifts/{shiftId}/load',
  action: 'shift.load',
  tag: 'Shifts',
  summary: `Load up to ${LOAD_LIMIT} parcels, readable off line`,
  description:
    'Takes the parcels into the own open shift where it does not have them, and answers what the door needs of them in one ' +
    'bundle that the device alone can open. Issuing the bundle is the read; each parcel is on record before. Each is loaded ' +
    'or refused by itself. A bundle cannot be made again: the same request is answered with `PARCEL.LOAD_ALREADY_DONE`.',
  access: { scope: 'shifts:load', roles: ['shipper'] },
  params: () => z.strictObject({ shiftId }),
  body: () =>
    z
      .strictObject({
        tokens: list(token).meta({ description: 'Labels in hand: what the facility has is taken by this.' }),
        waybillNumbers: list(typedNumber).meta({ description: 'Of parcels that the shift has already.' }),
        deviceId: deviceId
          .exactOptional()
          .meta({ description: 'The device that the bundle is sealed to, where none signed the request.' }),
      })
      .refine(({ tokens = [], waybillNumbers = [] }) => {
        const count = tokens.length + waybillNumbers.length;
        return count >= 1 && count <= LOAD_LIMIT;
      }, COUNT),
  creates: true,
  success: {
    status: 200,
    description:
      'The bundle, and a result for each item: first the tokens, then the waybill numbers, as they were sent.',
    body: () =>
      z.strictObject({
        shiftId,
        bundle: bundle().exactOptional().meta({ description: 'Absent where every item was refused.' }),
        results: z
          .array(
            z.union([
              z.strictObject({
                index: z.int(),
                status: z.literal(200),
                parcelId,
                waybillNumber,
                state: parcelState,
                taken: z
                  .boolean()
                  .meta({ description: 'Whether the shift took the parcel by this request.' }),
                auditEvent: z.string(),
              }),
              z.strictObject({
                index: z.int(),
                status: z.int(),
                problem: itemProblem([...LOAD_CODES, 'REQUEST.RATE_LIMITED', ...GENERAL_ITEM_CODES]),
                auditEvent: z.string().exactOptional(),
              }),
            ]),
          )
          .readonly(),
      }),
  },
  problems: [
    'PARCEL.SHIFT_UNKNOWN',
    'PARCEL.SHIFT_CLOSED',
    'PARCEL.DEVICE_INVALID',
    'PARCEL.LOAD_ALREADY_DONE',
    'PARCEL.CHANGED',
  ],
});

export const readBundleKeysSpec = routeSpec({
  method: 'GET',
  path: '/v1/bundle-keys',
  action: 'bundle-keys.read',
  tag: 'Shifts',
  summary: 'The keys that verify bundles',
  description:
    'A JWK set (RFC 7517) of Ed25519 keys (RFC 8037), each by its thumbprint (RFC 7638). An app keeps those it has seen for ' +
    'as long as it keeps bundles, and asks again when a bundle names another.',
  access: { scope: 'shifts:load', roles: ['shipper'] },
  success: {
    status: 200,
    description: 'The keys.',
    body: () =>
      z.strictObject({
        keys: z
          .array(
            z.strictObject({
              kty: z.literal('OKP'),
              crv: z.literal('Ed25519'),
              x: z.string(),
              kid: z.string(),
              use: z.literal('sig'),
              alg: z.literal('EdDSA'),
            }),
          )
          .readonly(),
      }),
  },
  problems: [],
});

/** What the function that loads shifts answers, besides opening parcels. */
export const loadSpecs = [loadShiftSpec, readBundleKeysSpec];
