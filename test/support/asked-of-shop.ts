import type { DemoClient } from '../../packages/runtimes/local/src/demo/client.ts';

/** A parcel of the shop. */
export interface Issued {
  readonly parcelId: string;
  readonly waybillNumber: string;
  readonly token: string;
}

/** How the shop answers An, who would deliver it: status, and the waybill number or a code. */
export const resolve = async (api: DemoClient, { token }: Issued): Promise<readonly unknown[]> => {
  const question = { token, purpose: 'delivery' };
  const { status, body } = await api
    .as('shipper-an')
    .send<{ code?: string; waybillNumber?: string }>('POST', '/v1/parcels/resolve', question);
  return [status, body.code ?? body.waybillNumber];
};

/** What Binh's own shift answers him. */
export const binh = async (api: DemoClient): Promise<number> =>
  (await api.as('shipper-binh').send('GET', '/v1/shifts/current')).status;

/** What the company's registers have. */
export const registersOf = async (api: DemoClient) => {
  const admin = api.as('staff-admin-lan');
  const numbers = await admin.send<{
    readonly staffNumbers: readonly { readonly staffNumberId: string; readonly shipper: string }[];
  }>('GET', '/v1/staff-numbers');
  const accounts = await admin.send<{ readonly accounts: readonly { readonly account: string }[] }>(
    'GET',
    '/v1/collection-accounts',
  );
  return {
    telephones: numbers.body.staffNumbers,
    accounts: accounts.body.accounts.map(({ account }) => account),
  };
};

/** What a citizen is told of an account. */
export const paymentCheck = async (origin: string, account: string): Promise<unknown> => {
  const answer = await fetch(`${origin}/v1/public/demo/payment-checks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ bank: 'Vietcombank', account }),
  });
  return ((await answer.json()) as { readonly result?: string }).result;
};
