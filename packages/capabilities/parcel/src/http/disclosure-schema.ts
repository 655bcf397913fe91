import { once } from '@temkin/kernel';
import * as z from 'zod';
import { communeCode, parcelId, parcelState, sortCode, vnd, waybillNumber } from './parcel-words.ts';

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

/** Fields of the groups that are shown. */
export const disclosedFields = once(() =>
  z.strictObject({
    recipient: disclosedParty().exactOptional(),
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
  }),
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
      warning: z
        .string()
        .exactOptional()
        .meta({ description: 'The code by which this will be refused once the gate of custody enforces.' }),
    })
    .meta({ id: 'Disclosure' }),
);
