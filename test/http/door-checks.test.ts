import {
  badgeAdvice,
  badgeSeconds,
  checkAnswerStep,
  checkLimits,
  paymentAdvice,
} from '@temkin/caller-id/domain';
import { StoreUnavailable } from '@temkin/kernel';
import type { Key, Table, Write } from '@temkin/storage';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { postPublicly } from '../support/parcel-history.ts';
import { handTo, issue, openShift, type Issued } from '../support/parcels.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { added, freshAccount, shownBadge } from '../support/registers.ts';
import { staffStatus } from '../support/staff-status.ts';
import { testSystem } from '../support/system.ts';

const STEP = checkAnswerStep.at(-1)?.value ?? 0;
const LIMIT = checkLimits.at(-1)?.value.requestsPerSource ?? 0;
const WINDOW = (badgeSeconds.at(-1)?.value ?? 0) * 1_000;

/** What the store was asked for since it was last looked at: kinds of requests and of items, no names. */
const calls: string[] = [];
/** Reads of what fail. */
let broken: (key: Key) => boolean = () => false;

const nameless = ({ table, partition, sort }: Key): string =>
  `${table} ${partition.split('#')[0]} ${/^[a-z]+$/.test(sort) ? sort : 'name'}`;

const watched = (table: Table): Table => ({
  ...table,
  get: (key) => {
    calls.push(`get ${nameless(key)}`);
    return broken(key) ? Promise.reject(new StoreUnavailable('broken')) : table.get(key);
  },
  getMany: (keys) => {
    calls.push(`getMany ${keys.map(nameless).join()}`);
    return table.getMany(keys);
  },
  query: (range) => {
    calls.push(`query ${range.table}`);
    return table.query(range);
  },
  write: (write: Exclude<Write, { kind: 'check' }>) => {
    calls.push(`write ${write.kind} ${nameless(write.key)}`);
    return table.write(write);
  },
  transact: (writes, token) => {
    calls.push(`transact ${writes.map(({ kind, key }) => `${kind} ${nameless(key)}`).join('; ')}`);
    return table.transact(writes, token);
  },
});

const system = await testSystem({ wrapTable: watched });
const { clock, table } = system;
const OFFICIAL = freshAccount();
let parcel: Issued;
let shiftId: string;

beforeAll(async () => {
  await added(system, OFFICIAL);
  ({ shiftId } = await openShift(system, 'shipper-an'));
  parcel = await issue(system);
  await handTo(system, parcel, shiftId);
  await openShift(system, 'shipper-binh');
});

afterEach(() => {
  broken = () => false;
});

let network = 0;
const newNetwork = (): string => `2001:db8:1:${(network += 1).toString(16).padStart(2, '0')}00::1`;

type Question = 'payment-checks' | 'badge-checks';

const ask = (question: Question, asked: object, company = 'demo', from = newNetwork()): Promise<Response> =>
  postPublicly(system, `/v1/public/${company}/${question}`, asked, from);

const result = async (answer: Promise<Response>): Promise<string | undefined> =>
  ((await (await answer).json()) as { readonly result?: string }).result;

/** All that somebody without an account can see of an answer, and what the store could. */
const seen = async (question: Question, asked: object, company?: string, from?: string) => {
  calls.length = 0;
  const before = system.waited.length;
  const answer = await ask(question, asked, company, from);
  const body = await answer.text();
  return {
    status: answer.status,
    headers: [...answer.headers].map(([name, value]) =>
      name === 'x-correlator' ? name : `${name}: ${value}`,
    ),
    body,
    // Keys of the tenant are kept once they were read.
    calls: calls.filter((call) => !call.includes('tenant-keys')),
    waits: system.waited.length - before,
    waitedFor: Math.round((system.waited.at(-1) ?? 0) / 100),
  };
};

const { bank, account } = OFFICIAL;
const OTHER = { bank, account: '9999000011112' };
const HASH = /"report":"[^"]*"/;

describe('asking of an account', () => {
  it('tells an official one, however bank and number are written, and that it says nothing of anybody who calls', async () => {
    for (const written of ['VCB', '970436', 'Ngân hàng TMCP Ngoại thương Việt Nam']) {
      const answer = await ask('payment-checks', {
        bank: written,
        account: account.replace('0071', '0071 '),
      });
      expect(await answer.json()).toEqual({ result: 'OFFICIAL', advice: paymentAdvice.OFFICIAL });
    }
  });

  it('gives where to turn and a report to send where it is not official, of what was typed alone', async () => {
    const { waybillNumber } = parcel;
    const answer = await ask('payment-checks', { ...OTHER, waybillNumber });
    expect(await answer.json()).toEqual({
      result: 'NOT_OFFICIAL',
      advice: paymentAdvice.NOT_OFFICIAL,
      report: `Tôi được yêu cầu chuyển tiền vào tài khoản 9999000011112 tại Vietcombank cho bưu gửi ${waybillNumber}.`,
    });
    for (const text of ['113', '156']) expect(paymentAdvice.NOT_OFFICIAL.vi).toContain(text);
  });

  it('says that it cannot check what is no bank, no number and no code', async () => {
    for (const asked of [
      { bank: 'không có', account },
      { bank, account: 'x!' },
      { vietQrPayload: 'https://pay.example/' },
    ])
      expect(await result(ask('payment-checks', asked))).toBe('CANNOT_CHECK');
  });

  it('is answered by the same steps of the store and at the same time, whatever the answer, and never by an amount', async () => {
    await seen('payment-checks', { bank, account });
    await seen('payment-checks', { bank, account }, 'nobody');
    await seen('payment-checks', { bank, account }, 'other');
    const official = await seen('payment-checks', { bank, account, waybillNumber: parcel.waybillNumber });
    expect(official).toMatchObject({ status: 200, waits: 1, waitedFor: Math.round(STEP / 100) });
    expect(official.calls).toEqual([
      'get access T tenant',
      expect.stringMatching(/^write update requests \w+ name$/),
      'get calls RK name',
      'get calls CO account',
    ]);
    expect(official.body).not.toContain('420');
    const misses = [
      await seen('payment-checks', OTHER),
      await seen('payment-checks', OTHER, 'other'),
      await seen('payment-checks', OTHER, 'nobody'),
    ];
    for (const miss of misses) {
      expect(miss).toEqual(misses[0]);
      expect({ ...miss, body: '', headers: [] }).toEqual({ ...official, body: '', headers: [] });
    }
    const unreadable = await seen('payment-checks', { vietQrPayload: 'nothing' });
    expect(unreadable.calls.toSorted()).toEqual(official.calls.toSorted());
    expect(unreadable.body.replace(HASH, '')).not.toContain('OFFICIAL');
  });

  it.each([
    [{}],
    [{ bank }],
    [{ account }],
    [{ bank, account, vietQrPayload: '0002' }],
    [{ vietQrPayload: 'x'.repeat(513) }],
    [{ bank, account, waybillNumber: 'a b' }],
    [{ bank, account, amount: 1 }],
  ])('is refused as malformed: %j', async (asked) => {
    expect(await codeOf(await ask('payment-checks', asked))).toBe('REQUEST.INVALID');
  });
});

const check = async (asked: { readonly badge: string; readonly waybillNumber?: string }) =>
  result(ask('badge-checks', { waybillNumber: parcel.waybillNumber, ...asked }));

describe('a badge', () => {
  it('is that of the shift that has the parcel, and changes several times a minute', async () => {
    const { badge, expiresAt } = await shownBadge(system);
    expect(badge).toMatch(/^TB1:[0-9A-F]{16}$/);
    expect(Date.parse(expiresAt) - clock.now()).toBeLessThanOrEqual(WINDOW);
    const answer = await ask('badge-checks', { badge, waybillNumber: parcel.waybillNumber });
    expect(await answer.json()).toEqual({ result: 'MATCH', advice: badgeAdvice.MATCH });
    clock.advance(WINDOW);
    expect((await shownBadge(system)).badge).not.toBe(badge);
    // Somebody is still sending what was scanned.
    expect(await check({ badge })).toBe('MATCH');
    clock.advance(WINDOW);
    expect(await check({ badge })).toBe('NO_MATCH');
  });

  it('of one shift is no badge of another’s parcel, and a film of it none of any other parcel', async () => {
    const [an, binh] = [await shownBadge(system), await shownBadge(system, 'shipper-binh')];
    const other = await issue(system);
    expect(await check({ badge: binh.badge })).toBe('NO_MATCH');
    expect(await check({ badge: an.badge, waybillNumber: other.waybillNumber })).toBe('NO_MATCH');
  });

  it('holds over the end of a month, when the key of the tenant changes', async () => {
    const before = clock.now();
    const end = Date.UTC(2027, 0, 1);
    clock.advance(end - 1_000 - before);
    const { badge } = await shownBadge(system);
    clock.advance(2_000);
    expect(await check({ badge })).toBe('MATCH');
    const next = await shownBadge(system);
    expect(await check({ badge: next.badge })).toBe('MATCH');
  });

  it('is no more the moment its shipper is suspended, or the shift closed', async () => {
    const { badge } = await shownBadge(system);
    await staffStatus(table)('demo', 'shipper-an', 'suspended');
    expect(await check({ badge })).toBe('NO_MATCH');
    await staffStatus(table)('demo', 'shipper-an', 'active');
    expect(await check({ badge })).toBe('MATCH');
  });

  it('is missed by the same answer, steps of the store and time, whatever is wrong', async () => {
    const { badge } = await shownBadge(system);
    const { waybillNumber } = parcel;
    const held = await issue(system);
    for (const company of ['demo', 'other', 'nobody'])
      await seen('badge-checks', { badge, waybillNumber }, company);
    const hit = await seen('badge-checks', { badge, waybillNumber });
    expect(hit).toMatchObject({ status: 200, waits: 1, waitedFor: Math.round(STEP / 100) });
    const misses = [
      await seen('badge-checks', { badge, waybillNumber: 'NONE-1' }),
      await seen('badge-checks', { badge, waybillNumber: held.waybillNumber }),
      await seen('badge-checks', { badge: 'TB1:0000000000000000', waybillNumber }),
      await seen('badge-checks', { badge: 'nothing', waybillNumber }),
      await seen('badge-checks', { badge, waybillNumber }, 'other'),
      await seen('badge-checks', { badge, waybillNumber }, 'nobody'),
    ];
    for (const miss of misses) {
      expect(miss).toEqual(misses[0]);
      expect(miss.calls).toEqual(hit.calls);
      expect(miss.waitedFor).toBe(hit.waitedFor);
    }
    expect(misses[0]?.body).toContain('"NO_MATCH"');
  });

  it('is shown by nobody without an open shift', async () => {
    await system.enrol({
      subject: 'shipper-idle',
      tenant: 'demo',
      kind: 'staff',
      roles: ['shipper'],
      facility: 'HN-BA-DINH',
      scopes: ['calls:badge'],
    });
    expect(await codeOf(await system.as('shipper-idle').get('/v1/badge'))).toBe('CALL.NO_SHIFT');
    const { badge } = await shownBadge(system);
    expect((await system.as('desk-em').post(`/v1/shifts/${shiftId}/close`)).status).toBe(200);
    expect(await codeOf(await system.as('shipper-an').get('/v1/badge'))).toBe('CALL.NO_SHIFT');
    expect(await check({ badge })).toBe('NO_MATCH');
  });
});

describe('the limits', () => {
  it('turn away a network that asks too often, of whatever, before anything is looked at, and no other', async () => {
    const from = '198.51.100.9';
    const badge = { badge: 'TB1:0000000000000000', waybillNumber: 'NONE-1' };
    for (let n = 0; n < LIMIT; n += 2) {
      expect((await ask('payment-checks', OTHER, 'demo', from)).status).toBe(200);
      expect((await ask('badge-checks', badge, 'demo', from)).status).toBe(200);
    }
    const refused = await seen('payment-checks', { bank, account }, 'demo', from);
    expect(refused.status).toBe(429);
    expect(refused.calls).toEqual([
      'get access T tenant',
      expect.stringMatching(/^write update requests \w+ name$/),
    ]);
    expect((await ask('badge-checks', badge, 'demo', from)).status).toBe(429);
    expect((await ask('payment-checks', OTHER, 'demo', '198.51.100.10')).status).toBe(200);
    clock.advance(3_600_000);
    expect((await ask('payment-checks', OTHER, 'demo', from)).status).toBe(200);
  });
});

describe('where the store fails', () => {
  it.each([
    [
      'payment-checks',
      OTHER,
      ({ partition }: Key) => partition.startsWith('CO#'),
      paymentAdvice.CANNOT_CHECK,
    ],
    [
      'badge-checks',
      { badge: 'TB1:0000000000000000', waybillNumber: 'NONE-1' },
      ({ partition }: Key) => partition.startsWith('W#'),
      badgeAdvice.CANNOT_CHECK,
    ],
  ] as const)(
    '%s say that we cannot check, and not that anything is wrong',
    async (question, asked, fails, advice) => {
      broken = fails;
      const answer = await ask(question, asked);
      expect([answer.status, await answer.json()]).toEqual([
        200,
        expect.objectContaining({ result: 'CANNOT_CHECK', advice }),
      ]);
    },
  );
});

it('leaves no event of what citizens ask, and meets no fault of ours', async () => {
  const about = (await recordedEvents(table)).map(({ api }) => api.operation);
  expect(about.filter((operation) => /^(?:badge|payment)\./.test(operation))).toEqual([]);
  expect(system.faults).toEqual([]);
});
