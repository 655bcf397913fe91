import { once } from '@temkin/kernel';
import * as z from 'zod';
import { RECEIVERS } from '../domain/index.ts';
import { communeCode, parcelId, parcelState, sortCode, vnd, waybillNumber } from './parcel-words.ts';
import { proof } from './proof-schema.ts';

/** Where a parcel goes, in clear. */
export const routing = once(() =>
  z.strictObject({
    communeCode,
    communeName: z.string().exactOptional(),
    provinceName: z.string().exactOptional(),
    sortCode: sortCode.exactOptional(),
  }),
);

const disclosedParty = once(() =>
  z.strictObject({
    name: z.string().exactOptional(),
    phone: z
      .string()
      .exactOptional()
      .meta({ description: 'E.164; for the purpose `authority` alone, where two people released it.' }),
    address: z
      .strictObject({
        street: z.string(),
        communeCode,
        communeName: z.string().exactOptional(),
        provinceName: z.string().exactOptional(),
      })
      .exactOptional(),
  }),
);

/** Fields that are shown. */
export const disclosedFields = once(() =>
  z.strictObject({
    recipient: disclosedParty().exactOptional(),
    substitute: z
      .strictObject({ name: z.string() })
      .exactOptional()
      .meta({ description: 'Who else may take the parcel.' }),
    deliveryWindow: z
      .strictObject({ from: z.iso.datetime(), to: z.iso.datetime() })
      .exactOptional()
      .meta({ description: 'When somebody is there to take the parcel.' }),
    sender: disclosedParty().exactOptional(),
    codAmountVnd: vnd.exactOptional(),
    handlingNote: z.string().exactOptional(),
    goods: z
      .strictObject({
        description: z.string(),
        weightGrams: z.int().exactOptional(),
        declaredValueVnd: vnd.exactOptional(),
      })
      .exactOptional(),
    handOver: z
      .strictObject({
        custodyEventId: z.string().meta({ description: 'The scan of the trail that says so.' }),
        to: z.enum(RECEIVERS),
        proof: proof().exactOptional(),
      })
      .exactOptional()
      .meta({ description: 'Of `dispute`: whom the parcel was handed to, where somebody said so.' }),
  }),
);

/** How far what is shown was amended since the label was issued. */
export const amendment = once(() =>
  z
    .strictObject({ version: z.int(), amendedAt: z.iso.datetime() })
    .exactOptional()
    .meta({ description: 'The newest amendment of the parcel; `fields` has all of them.' }),
);

/** What a reader gets to see. */
export const disclosure = once(() =>
  z
    .strictObject({
      parcelId,
      waybillNumber,
      state: parcelState,
      groups: z.array(z.string()).readonly(),
      fields: disclosedFields(),
      amendment: amendment(),
      labelReplaced: z.strictObject({ opensUntil: z.iso.datetime() }).exactOptional().meta({
        description:
          'The label in hand was replaced: it opens until then, or until the new one is scanned. `fields` has the new words.',
      }),
      warning: z
        .string()
        .exactOptional()
        .meta({ description: 'The code by which this will be refused once the gate of custody enforces.' }),
    })
    .meta({ id: 'Disclosure' }),
);
