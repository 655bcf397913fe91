import { messageRequest } from '../citizen-line.ts';
import { postPublicly } from '../parcel-history.ts';
import type { Asking } from './asking.ts';
import { CALLS, plantedParcel } from './texts.ts';

type Words = Readonly<Record<string, string>>;

/** Whom a call is declared to: somebody whose parcel is on the road all day. */
const CALLED = plantedParcel(5);

/** The company's numbers, telephones and accounts, the first and the last agreed to by two people. */
const register = async ({ post }: Asking): Promise<void> => {
  const { number, brandName, displayName, longName, staffNumber, account, holderName } = CALLS;
  const agreed = async (path: string, body: object): Promise<void> => {
    const key = { 'idempotency-key': `planted-${path.slice('/v1/'.length)}` };
    const { approvalId } = await post<Words>('staff-admin-lan', path, body, key);
    await post('security-ha', `/v1/approvals/${approvalId}/approve`);
    await post('staff-admin-lan', path, body, key);
  };
  await agreed('/v1/numbers', { number, brandName, displayName, longName });
  await agreed('/v1/collection-accounts', { bank: 'Vietcombank', account, holderName });
  await post('staff-admin-lan', '/v1/staff-numbers', { shipper: 'shipper-an', number: staffNumber });
};

/** Asks as everybody may. */
const publicly =
  ({ system, heard }: Asking) =>
  async (path: string, body: object): Promise<Words> =>
    heard(
      [path, body, CALLS.sourceAddress],
      await postPublicly(system, `/v1/public/demo/${path}`, body, CALLS.sourceAddress),
    );

/** The network has a call signed and checked, and says what becomes of it. Answers the signed token. */
const carry = async ({ system, post }: Asking, dial: string, intentId: string): Promise<string> => {
  const [orig, dest] = [{ tn: dial }, { tn: CALLED.recipient.phone }];
  const { signingResponse } = await post<{ readonly signingResponse: { readonly identityHeader: string } }>(
    'operator-mobile',
    '/stir/v1/signing',
    { signingRequest: { orig, dest: { tn: [dest.tn] } } },
  );
  const { identityHeader } = signingResponse;
  const presented = { from: orig, to: dest, identityHeader, callId: CALLS.story };
  await post('operator-mobile', '/stir/v1/verification', { verificationRequest: presented });
  for (const state of ['ringing', 'answered'])
    await post('operator-mobile', '/v1/call-reports', {
      intentId,
      state,
      at: new Date(system.clock.now()).toISOString(),
    });
  return identityHeader.split(';')[0] ?? '';
};

/** What whoever is called asks about the number that rings, an account and a badge, of their own call and of others. */
const askAround = async (day: Asking, dial: string, spokenCode: string): Promise<void> => {
  const ask = publicly(day);
  const { waybillNumber, recipient } = CALLED;
  const ownLast4 = recipient.phone.slice(-4);
  const { strangeNumber, strangeWaybill, strangeBank, strangeAccount } = CALLS;
  for (const callingNumber of [dial, strangeNumber])
    for (const shown of [
      { ownLast4 },
      { waybillNumber, spokenCode },
      { waybillNumber: strangeWaybill, spokenCode },
    ])
      await ask('caller-checks', { callingNumber, ...shown });
  for (const account of [CALLS.account, strangeAccount])
    for (const bank of ['Vietcombank', strangeBank])
      await ask('payment-checks', { bank, account, waybillNumber: strangeWaybill });
  const phone = day.system.phones.phone(`+84${recipient.phone.slice(1)}`);
  const asPressed = `0${dial.slice(3)}`;
  for (const message of [
    phone.texted(`KT ${asPressed} ${spokenCode}`),
    phone.texted(`${CALLS.story} ${recipient.phone}`),
    phone.pressed([asPressed, spokenCode]),
  ])
    await day.heard([message.content], await day.system.fetch(messageRequest(message)));
  const { badge } = await day.get<Words>('shipper-an', '/v1/badge');
  for (const shown of [badge, CALLS.badge]) await ask('badge-checks', { badge: shown, waybillNumber });
  for (const callingNumber of [dial, CALLS.staffNumber, strangeNumber])
    for (const kind of ['call', 'payment'])
      await ask('reports', {
        kind,
        callingNumber,
        ownLast4,
        waybillNumber,
        bank: strangeBank,
        account: strangeAccount,
        text: `${CALLS.story} ${recipient.phone}`,
      });
};

/** Shows that the number is theirs, and sees who called it. Answers the code. */
const lookBack = async (day: Asking): Promise<string> => {
  const ask = publicly(day);
  const before = day.system.notices.length;
  await ask('caller-history', { phone: CALLS.strangeNumber });
  const { challengeId } = await ask('caller-history', { phone: CALLED.recipient.phone });
  const notice = day.system.notices.slice(before).at(-1);
  if (notice === undefined) throw new Error('no code was sent');
  const { code } = notice;
  await ask(`caller-history/${challengeId}`, { code });
  return code;
};

/**
 * Calls of a morning, within the calling hours: declared, signed, checked, reported and looked back at; one that is late, and
 * one for which nobody answers. Answers the secrets that were made for them.
 */
export const makeCalls = async (day: Asking): Promise<readonly string[]> => {
  const { post } = day;
  await register(day);
  const declare = (body: object) =>
    post<Words>('shipper-an', '/v1/call-intents', { waybillNumber: CALLED.waybillNumber, ...body });
  const { intentId = '', dial, spokenCode } = await declare({ mode: 'masked' });
  if (dial === undefined || spokenCode === undefined) throw new Error('no call was declared');
  const token = await carry(day, dial, intentId);
  await askAround(day, dial, spokenCode);
  const code = await lookBack(day);
  await post('operator-mobile', '/v1/call-reports', {
    intentId,
    state: 'ended',
    at: new Date(day.system.clock.now()).toISOString(),
  });
  await declare({ declared: 'late', calledAt: new Date(day.system.clock.now()).toISOString() });
  await declare({ mode: 'branded' });
  return [token, code];
};
