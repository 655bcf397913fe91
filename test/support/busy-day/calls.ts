import type { Asking } from './asking.ts';
import { FIRST_PARCEL } from './days-parcels.ts';
import { ACCOUNTS, PHONES, STRAY, STRAY_HEADER, STRAY_PATH, TEXTS } from './texts.ts';

/** Of the pool: readable, as what everybody sees who is called. */
const POOL_NUMBER = '+842471000007';

/** Numbers, telephones and accounts of the company, and what is wrong with them. */
const keepRegisters = async ({ call }: Asking): Promise<void> => {
  const agreed = async (path: string, body: object): Promise<void> => {
    const ask = () =>
      call('staff-admin-lan', 'POST', path, body, { 'idempotency-key': `${STRAY_HEADER}-${path.slice(4)}` });
    const { approvalId } = (await ask()) as { readonly approvalId?: string };
    await call('security-ha', 'POST', `/v1/approvals/${approvalId}/approve`);
    await ask();
  };
  const number = {
    number: POOL_NUMBER,
    brandName: 'BUUCHINH',
    displayName: 'Bưu chính Demo',
    longName: 'Bưu chính Demo - Giao hàng',
  };
  const account = { bank: 'Vietcombank', account: ACCOUNTS.official, holderName: TEXTS.holder };
  const staffNumber = { shipper: 'shipper-binh', number: PHONES.staff };
  await agreed('/v1/numbers', number);
  await agreed('/v1/collection-accounts', account);
  await call('staff-admin-lan', 'POST', '/v1/staff-numbers', staffNumber);
  for (const [path, wrong] of [
    ['/v1/numbers', { ...number, number: STRAY }],
    ['/v1/numbers', { ...number, [STRAY]: STRAY }],
    ['/v1/collection-accounts', { ...account, bank: TEXTS.stray }],
    ['/v1/staff-numbers', { ...staffNumber, shipper: STRAY.slice(0, 64) }],
    ['/v1/staff-numbers', { ...staffNumber, number: STRAY }],
  ] as const)
    await call('staff-admin-lan', 'POST', path, wrong);
  for (const path of ['numbers', 'collection-accounts', 'staff-numbers'])
    await call('staff-admin-lan', 'GET', `/v1/${path}?cursor=${STRAY_PATH}`);
};

/** What somebody writes and presses who has no data connection, and what a gateway mixes up. */
const askByKeypad = (gateway: Asking['gateway']): readonly Promise<void>[] => {
  const from = `+84${PHONES.recipient.slice(1)}`;
  const pool = `0${POOL_NUMBER.slice(3)}`;
  return [
    { kind: 'text', from, text: `KT ${pool} 4827` },
    { kind: 'text', from, text: STRAY },
    { kind: 'text', from: STRAY, text: STRAY },
    { kind: 'keys', from, entries: [pool, ''] },
    { kind: 'keys', from, entries: [STRAY] },
  ].map(gateway);
};

/** What citizens ask and report about calls that nobody declared; at once, for each waits for the time of its answer. */
const askAsCalled = async ({ citizen, gateway }: Asking): Promise<void> => {
  const { waybillNumber } = FIRST_PARCEL;
  const aboutCall = (callingNumber: string) => [
    citizen('caller-checks', { callingNumber, ownLast4: PHONES.recipient.slice(-4) }),
    citizen('caller-checks', { callingNumber, waybillNumber, spokenCode: '4827' }),
    citizen('reports', {
      kind: 'call',
      callingNumber,
      waybillNumber,
      bank: TEXTS.stray,
      account: ACCOUNTS.reported,
      text: `${TEXTS.reported} ${STRAY}`,
    }),
  ];
  const [{ challengeId }] = await Promise.all([
    citizen('caller-history', { phone: PHONES.recipient }),
    ...[POOL_NUMBER, PHONES.staff, PHONES.caller, STRAY].flatMap(aboutCall),
    ...Object.values(ACCOUNTS).map((account) => citizen('payment-checks', { bank: 'Vietcombank', account })),
    citizen('badge-checks', { badge: TEXTS.stray, waybillNumber }),
    ...askByKeypad(gateway),
  ]);
  await Promise.all(['00000000', STRAY].map((code) => citizen(`caller-history/${challengeId}`, { code })));
};

/** What is wrong with calls, at any hour: when they may be declared depends on the clock, and none is. */
const declareAstray = async ({ call }: Asking): Promise<void> => {
  for (const body of [{ waybillNumber: STRAY }, { token: STRAY }, { [STRAY]: STRAY }])
    await call('shipper-an', 'POST', '/v1/call-intents', body);
  await call('shipper-an', 'GET', `/v1/call-intents/${STRAY_PATH}`);
  const [orig, dest] = [{ tn: PHONES.caller }, { tn: PHONES.recipient }];
  await call('operator-mobile', 'POST', '/stir/v1/signing', {
    signingRequest: { orig, dest: { tn: [dest.tn] } },
  });
  await call('operator-mobile', 'POST', '/stir/v1/verification', {
    verificationRequest: { from: orig, to: dest, identityHeader: STRAY_HEADER, callId: STRAY_HEADER },
  });
};

/** All about calls that a day has at whatever hour. */
export const askAboutCalls = async (day: Asking): Promise<void> => {
  await keepRegisters(day);
  await askAsCalled(day);
  await declareAstray(day);
};
