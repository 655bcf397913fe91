import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import { MAX_VIET_QR_LENGTH, PAYMENT_RESULTS } from '../domain/index.ts';
import { advice, company, waybillNumber } from './public-words.ts';

const asking = { method: 'POST', tag: 'Public', access: 'public' } as const;

const typed = (longest: number) => z.string().min(1).max(longest);

export const checkPaymentSpec = routeSpec({
  ...asking,
  path: '/v1/public/{company}/payment-checks',
  action: 'payment.check',
  summary: 'Ask whether an account is the company’s',
  description:
    'Before you pay: by bank and number, or by what a QR code says. Says nothing of an amount. `CANNOT_CHECK` where the code or the ' +
    'bank cannot be read, or we cannot look just now: do not pay.',
  params: () => z.strictObject({ company }),
  body: () =>
    z
      .strictObject({
        waybillNumber: waybillNumber
          .exactOptional()
          .meta({ description: 'For the report alone; it decides nothing.' }),
        bank: typed(64).exactOptional(),
        account: typed(32).exactOptional(),
        vietQrPayload: typed(MAX_VIET_QR_LENGTH).exactOptional(),
      })
      .refine(
        ({ bank, account, vietQrPayload }) =>
          vietQrPayload === undefined
            ? bank !== undefined && account !== undefined
            : bank === undefined && account === undefined,
        { error: 'Must say where to pay by bank and account, or by vietQrPayload.' },
      )
      .meta({ id: 'PaymentQuestion' }),
  success: {
    status: 200,
    description: 'What the company says of the account, and what to do.',
    body: () =>
      z
        .strictObject({
          result: z.enum(PAYMENT_RESULTS),
          advice: advice(),
          report: z
            .string()
            .exactOptional()
            .meta({ description: 'What you may send as a report: made of what you typed.' }),
        })
        .meta({ id: 'PaymentCheck' }),
  },
  problems: [],
});

export const checkBadgeSpec = routeSpec({
  ...asking,
  path: '/v1/public/{company}/badge-checks',
  action: 'badge.check',
  summary: 'Ask whether who stands at your door has your parcel',
  description:
    '`MATCH` only where the badge, just now, is of the shift that has this very parcel. Every other answer is the same, whatever ' +
    'the reason.',
  params: () => z.strictObject({ company }),
  body: () =>
    z
      .strictObject({
        badge: typed(64).meta({ description: 'What the QR code on the shipper’s screen says.' }),
        waybillNumber,
      })
      .meta({ id: 'BadgeQuestion' }),
  success: {
    status: 200,
    description: 'Whether it is, and what to do.',
    body: () =>
      z
        .strictObject({ result: z.enum(['MATCH', 'NO_MATCH', 'CANNOT_CHECK']), advice: advice() })
        .meta({ id: 'BadgeCheck' }),
  },
  problems: [],
});

/** The specifications of what citizens ask at the door. */
export const doorCheckSpecs = [checkPaymentSpec, checkBadgeSpec];
