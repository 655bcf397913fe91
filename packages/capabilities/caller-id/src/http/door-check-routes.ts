import { publicRoute, sourceNetwork, type PublicRoute } from '@temkin/http';
import { badgeAdvice, paymentAdvice, type AskedPayment } from '../domain/index.ts';
import type { checkBadge } from '../usecases/check-badge.ts';
import type { checkPayment } from '../usecases/check-payment.ts';
import { checkBadgeSpec, checkPaymentSpec } from './door-check-specs.ts';

export interface DoorCheckUsecases {
  readonly checkPayment: ReturnType<typeof checkPayment>;
  readonly checkBadge: ReturnType<typeof checkBadge>;
}

const paymentIn = ({
  bank,
  account,
  vietQrPayload,
}: {
  readonly bank?: string;
  readonly account?: string;
  readonly vietQrPayload?: string;
}): AskedPayment => {
  if (vietQrPayload !== undefined) return { vietQrPayload };
  if (bank !== undefined && account !== undefined) return { bank, account };
  throw new Error('the schema lets no payment through that leads nowhere');
};

/** The routes of what citizens ask at the door. */
export const doorCheckRoutes = (usecases: DoorCheckUsecases): readonly PublicRoute[] => [
  publicRoute(checkPaymentSpec, async ({ params, body, clientAddress }) => {
    const { waybillNumber, ...asked } = body;
    const { result, report } = await usecases.checkPayment(params.company, {
      payment: paymentIn(asked),
      ...(waybillNumber !== undefined && { waybillNumber }),
      network: sourceNetwork(clientAddress),
    });
    return { body: { result, advice: paymentAdvice[result], ...(report !== undefined && { report }) } };
  }),
  publicRoute(checkBadgeSpec, async ({ params, body, clientAddress }) => {
    const { result } = await usecases.checkBadge(params.company, {
      ...body,
      network: sourceNetwork(clientAddress),
    });
    return { body: { result, advice: badgeAdvice[result] } };
  }),
];
