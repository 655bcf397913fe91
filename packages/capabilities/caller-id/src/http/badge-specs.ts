import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import { waybillNumber } from './public-words.ts';

const showing = {
  tag: 'Badge',
  access: { scope: 'calls:badge', roles: ['shipper'] },
} as const;

export const showBadgeSpec = routeSpec({
  ...showing,
  method: 'GET',
  path: '/v1/badge',
  action: 'badge.show',
  summary: 'Show your badge at a door',
  description: 'To be drawn as a QR code, and asked for again when it expires. It names nobody.',
  success: {
    status: 200,
    description: 'What the badge shows now.',
    body: () =>
      z
        .strictObject({
          badge: z.string().meta({ description: '`TB1:` and 16 hexadecimal digits.' }),
          expiresAt: z.iso.datetime(),
        })
        .meta({ id: 'Badge' }),
  },
  problems: ['CALL.NO_SHIFT'],
});

export const showCollectionQrSpec = routeSpec({
  ...showing,
  method: 'POST',
  path: '/v1/collection-qr',
  action: 'collection-qr.show',
  summary: 'Make a QR code that pays the company',
  description:
    'A dynamic VietQR of an account of the company’s, for a parcel that your open shift has. The amount is what you have read of the ' +
    'parcel: it is not opened for this.',
  body: () =>
    z
      .strictObject({
        waybillNumber,
        amountVnd: z.int().min(1).max(1_000_000_000).meta({ description: 'Whole Vietnamese dong.' }),
      })
      .meta({ id: 'CollectionQrRequest' }),
  success: {
    status: 200,
    description: 'The code’s text.',
    body: () => z.strictObject({ vietQrPayload: z.string() }).meta({ id: 'CollectionQr' }),
  },
  problems: ['CALL.NO_SHIFT', 'CALL.NOT_IN_SHIFT', 'CALL.NO_ACCOUNT', 'CALL.CHANGED'],
});

/** The specifications of what a shipper shows at a door. */
export const badgeSpecs = [showBadgeSpec, showCollectionQrSpec];
