import { once } from '@temkin/kernel';
import * as z from 'zod';
import { ATTEMPT_REASONS, CUSTODY_EVENTS, CUSTODY_FLAGS, RECEIVERS } from '../domain/index.ts';
import { parcelId, parcelState, shiftId, token, waybillNumber } from './parcel-words.ts';
import { proof } from './proof-schema.ts';

export const holder = once(() =>
  z.strictObject({
    type: z.enum(['facility', 'shift']),
    id: z.string().min(1).max(64),
  }),
);

/** What can be said of a scan beyond its event: why in vain, or whom it was handed to and with which proof. */
const scanDetail = once(() =>
  z
    .strictObject({
      reason: z.enum(ATTEMPT_REASONS).exactOptional(),
      to: z.enum(RECEIVERS).exactOptional(),
      proof: proof().exactOptional(),
    })
    .meta({ id: 'ScanDetail' }),
);

/** A scan to be recorded. */
export const newScan = once(() =>
  z
    .strictObject({
      token: token.exactOptional(),
      waybillNumber: waybillNumber.exactOptional(),
      parcelId: parcelId.exactOptional(),
      event: z.enum(CUSTODY_EVENTS),
      holder: holder().exactOptional(),
      occurredAt: z.iso.datetime({ offset: true }).exactOptional(),
      sourceEventId: z.string().min(1).max(100).exactOptional(),
      detail: scanDetail().exactOptional(),
    })
    .refine(
      (event) =>
        [event.token, event.waybillNumber, event.parcelId].filter((name) => name !== undefined).length === 1,
      { error: 'Must name its parcel by exactly one of token, waybillNumber and parcelId.' },
    )
    .refine(({ event, detail }) => (event === 'attempted') === (detail?.reason !== undefined), {
      error: 'An attempt, and nothing else, gives its reason in detail.',
    })
    .refine(
      ({ event, detail }) =>
        event === 'delivered'
          ? detail === undefined || detail.to !== undefined
          : detail?.to === undefined && detail?.proof === undefined,
      { error: 'A delivery, and nothing else, says in detail whom to, and with which proof.' },
    )
    .meta({ id: 'NewCustodyEvent' }),
);

export const custodyRecord = once(() =>
  z
    .strictObject({
      custodyEventId: z.string(),
      event: z.string(),
      state: parcelState,
      holder: holder().exactOptional(),
      offeredTo: holder().exactOptional(),
      reason: z.enum(ATTEMPT_REASONS).exactOptional(),
      occurredAt: z.iso.datetime(),
      recordedAt: z.iso.datetime(),
      source: z.string().meta({ description: 'Role that reported it.' }),
      flags: z.array(z.enum(CUSTODY_FLAGS)).readonly(),
    })
    .meta({ id: 'CustodyEvent' }),
);

/** A parcel that was claimed. */
export const claimedParcel = once(() =>
  z
    .strictObject({
      parcelId,
      waybillNumber,
      state: parcelState,
      shiftId,
      claimsLeft: z.int().exactOptional(),
    })
    .meta({ id: 'ClaimedParcel' }),
);
