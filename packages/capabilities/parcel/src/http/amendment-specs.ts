import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { AMENDABLE_FIELDS, AMENDING_ROLES, TEXT_LIMITS } from '../domain/index.ts';
import { communeCode, parcelId, sortCode, vnd, waybillNumber } from './parcel-words.ts';
import { phone } from './phone-schema.ts';
import { text } from './text.ts';

const instant = z.iso.datetime({ offset: true });

/** What is amended. Null takes away what may be absent. */
const newAmendment = once(() =>
  z
    .strictObject({
      recipient: z
        .strictObject({
          address: z.strictObject({ street: text(TEXT_LIMITS.street), communeCode }).exactOptional(),
          phone: phone.exactOptional(),
        })
        .exactOptional(),
      substitute: z
        .strictObject({ name: text(TEXT_LIMITS.name) })
        .nullable()
        .exactOptional()
        .meta({ description: 'Who else may take the parcel.' }),
      deliveryWindow: z
        .strictObject({ from: instant, to: instant })
        .refine(({ from, to }) => !(Date.parse(from) >= Date.parse(to)), {
          // What is no instant has a fault of its own.
          error: 'Must begin before it ends.',
        })
        .nullable()
        .exactOptional()
        .meta({ description: 'When somebody is there to take the parcel.' }),
      codAmountVnd: vnd.nullable().exactOptional(),
      handlingNote: text(TEXT_LIMITS.note).nullable().exactOptional(),
      sortCode: sortCode.exactOptional().meta({
        description: 'Of the new address; by the routes of the company where absent, if it has one to there.',
      }),
      caseId: z
        .string()
        .min(1)
        .max(64)
        .exactOptional()
        .meta({ description: 'A case for `support` that somebody else opened, where one is due.' }),
    })
    .refine(
      ({ recipient, substitute, deliveryWindow, codAmountVnd, handlingNote }) =>
        [recipient?.address, recipient?.phone, substitute, deliveryWindow, codAmountVnd, handlingNote].some(
          (value) => value !== undefined,
        ),
      { error: 'Must amend something.' },
    )
    .refine((sent) => sent.sortCode === undefined || sent.recipient?.address !== undefined, {
      error: 'A sort code comes with its address.',
    })
    .meta({ id: 'NewAmendment' }),
);

export type SentAmendment = z.output<ReturnType<typeof newAmendment>>;

const amendedParcel = once(() =>
  z
    .strictObject({
      parcelId,
      waybillNumber,
      version: z.int().meta({ description: 'Counted within the parcel, from 1 on.' }),
      changed: z.array(z.enum(AMENDABLE_FIELDS)).readonly(),
      amendedAt: z.iso.datetime(),
    })
    .meta({ id: 'AmendedParcel' }),
);

export const amendParcelSpec = routeSpec({
  method: 'POST',
  path: '/v1/parcels/{parcelId}/amendments',
  action: 'parcel.amend',
  tag: 'Parcels',
  summary: 'Amend a parcel under the label that it has',
  description:
    'Sealed, as a version of its own: whoever opens the parcel from then on, by its label or without, gets the newest word ' +
    'on each field. What the label says in print stays; a wrong name takes a new label. Null takes a field away.',
  access: { scope: 'parcels:amend', roles: AMENDING_ROLES },
  params: () => z.strictObject({ parcelId }),
  body: newAmendment,
  creates: true,
  success: { status: 201, description: 'What was amended, by name.', body: amendedParcel },
  problems: [
    'PARCEL.UNKNOWN',
    'PARCEL.AMENDMENT_NOT_ALLOWED',
    'PARCEL.CASE_UNKNOWN',
    'PARCEL.NOT_IN_CUSTODY',
    'PARCEL.CLOSED',
    'PARCEL.LABEL_ONLY',
    'PARCEL.SHREDDED',
    'PARCEL.ADDRESS_INVALID',
    'PARCEL.DATE_INVALID',
    'PARCEL.AMENDMENTS_SPENT',
    'PARCEL.CHANGED',
  ],
});

/** The specifications of amendments. */
export const amendmentSpecs = [amendParcelSpec];
