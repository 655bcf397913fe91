import { checkAnswerStep, checkLimits } from '@temkin/caller-id/domain';
import { describe, expect, it } from 'vitest';
import { CODE, declaredCalls, POOL_NUMBER, RECIPIENT, WAYBILL } from '../support/declared-calls.ts';
import { postPublicly } from '../support/parcel-history.ts';
import { testSystem } from '../support/system.ts';
import { watchedTable } from '../support/watched-table.ts';

const STEP = checkAnswerStep.at(-1)?.value ?? 0;
const LIMITS = checkLimits.at(-1)?.value;
if (LIMITS === undefined) throw new Error('there are no limits');

const calls: string[] = [];
const system = await testSystem({ wrapTable: (table) => watchedTable(table, calls) });
const { addNumber, declare, move, expireAll } = declaredCalls(system);
await addNumber();

let network = 0;
const newNetwork = (): string => {
  network += 1;
  return `2001:db8:${(network >> 8).toString(16)}:${((network & 255) << 8).toString(16)}::1`;
};

interface Checked {
  readonly result: string;
  readonly company?: string;
  readonly purpose?: string;
  readonly advice: { readonly vi: string; readonly en: string };
}

const ask = (body: object, company = 'demo', from = newNetwork()): Promise<Response> =>
  postPublicly(system, `/v1/public/${company}/caller-checks`, body, from);

const check = async (body: object, company?: string, from?: string): Promise<Checked> =>
  (await (await ask(body, company, from)).json()) as Checked;

const result = async (body: object, company?: string, from?: string): Promise<string> =>
  (await check(body, company, from)).result;

/** Nothing of one test reaches into another: calls, counts and months are those of another day. */
const nextDay = async (): Promise<void> => {
  await expireAll();
  const hour = 3_600_000;
  system.clock.set(Math.floor((system.clock.now() + 30 * hour) / (24 * hour)) * 24 * hour + hour);
};

const mine = { callingNumber: POOL_NUMBER, ownLast4: RECIPIENT.slice(-4) };
const withCode = { ...mine, spokenCode: CODE };

describe('a call that was declared to somebody', () => {
  it('is a match by the last four digits of their number, and says whose, what for, and that this is not safe to pay', async () => {
    await nextDay();
    await declare();
    const { advice, ...rest } = await check(mine);
    expect(rest).toStrictEqual({ result: 'MATCH', company: 'Bưu điện VN', purpose: 'delivery' });
    expect(advice.en).toContain('not the same as safe to pay');
    expect(advice.vi).toContain('không có nghĩa là chuyển tiền sẽ an toàn');
  });

  it('is confirmed by the code that the caller speaks, with four digits or the waybill number', async () => {
    await nextDay();
    await declare();
    expect(await result(withCode)).toBe('CONFIRMED');
    expect(await result({ callingNumber: POOL_NUMBER, waybillNumber: WAYBILL, spokenCode: CODE })).toBe(
      'CONFIRMED',
    );
  });

  it('is told once to whoever shows four digits alone; then the spoken code is wanted, whoever asks', async () => {
    await nextDay();
    await declare();
    expect(await result(mine)).toBe('MATCH');
    expect(await result(mine)).toBe('NO_MATCH');
    expect(await result(withCode)).toBe('CONFIRMED');
  });

  it('is told to one of several who ask at the same moment', async () => {
    await nextDay();
    await declare();
    const answers = await Promise.all(Array.from({ length: 5 }, () => result(mine)));
    expect(answers.filter((one) => one === 'MATCH')).toHaveLength(1);
  });

  it('is confirmed by a code that is typed after hanging up, for a quarter of an hour', async () => {
    await nextDay();
    const call = await declare();
    await move(call, 'answered');
    await move(call, 'ended');
    system.clock.advance(14 * 60_000);
    expect(await result(withCode)).toBe('CONFIRMED');
    system.clock.advance(60_000);
    expect(await result(withCode)).toBe('NO_MATCH');
  });

  it.each(['expired', 'cancelled', 'revoked'] as const)('is no match once it is %s', async (state) => {
    await nextDay();
    await move(await declare(), state);
    expect(await result(withCode)).toBe('NO_MATCH');
  });

  it('is no match the moment its shipper is suspended', async () => {
    await nextDay();
    await declare({ shipper: 'shipper-binh' });
    expect(await result(withCode)).toBe('CONFIRMED');
    const suspended = await system.as('staff-admin-lan').post('/v1/staff/shipper-binh/suspend');
    expect(suspended.status).toBe(200);
    expect(await result(withCode)).toBe('NO_MATCH');
    await system.as('staff-admin-lan').post('/v1/staff/shipper-binh/reinstate');
  });

  it('is found on the first of a month that began after it was declared', async () => {
    await nextDay();
    system.clock.set(Date.parse('2026-12-31T23:59:30Z'));
    await declare();
    system.clock.set(Date.parse('2027-01-01T00:01:00Z'));
    expect(await result(withCode)).toBe('CONFIRMED');
  });
});

describe('wrong codes', () => {
  it('use up the tries of one network, and not those of others', async () => {
    await nextDay();
    await declare();
    const stranger = newNetwork();
    for (let n = 0; n < LIMITS.wrongCodesPerSource; n += 1)
      expect(await result({ ...mine, spokenCode: `000${n}` }, 'demo', stranger)).toBe('NO_MATCH');
    expect(await result(withCode, 'demo', stranger)).toBe('NO_MATCH');
    expect(await result(withCode)).toBe('CONFIRMED');
  });

  it('of many networks use up all tries of a call, and leave its match to whoever shows four digits', async () => {
    await nextDay();
    await declare();
    for (let n = 0; n < LIMITS.wrongCodesInAll; n += 1) await result({ ...mine, spokenCode: '0000' });
    expect(await result(withCode)).toBe('NO_MATCH');
    await declare({ phone: '+84355018274', shipper: 'shipper-binh' });
    expect(await result({ ...withCode, ownLast4: '8274' })).not.toBe('MATCH');
  });

  it('that are sent at once by one network are looked at no more often than one by one', async () => {
    await nextDay();
    await declare();
    const from = newNetwork();
    const codes = Array.from({ length: 20 }, (_, n) => String(n).padStart(4, '0'));
    await Promise.all(codes.map((spokenCode) => result({ ...mine, spokenCode }, 'demo', from)));
    expect(await result(withCode, 'demo', from)).toBe('NO_MATCH');
  });
});

interface Seen {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
  readonly calls: readonly string[];
  readonly waitedFor: number;
}

const seen = async (body: object, company = 'demo', from = newNetwork()): Promise<Seen> => {
  calls.length = 0;
  const begun = system.clock.now();
  const answer = await ask(body, company, from);
  const taken = system.clock.now() - begun;
  return {
    status: answer.status,
    headers: [...answer.headers].map(([name, value]) =>
      name === 'x-correlator' ? name : `${name}: ${value}`,
    ),
    body: await answer.text(),
    calls: calls.filter((call) => !call.includes('tenant-keys')).toSorted(),
    waitedFor: Math.round(((system.waited.at(-1) ?? 0) + taken) / 100),
  };
};

describe('every miss', () => {
  it('looks the same, to the store as well, and is answered after the same time', async () => {
    await nextDay();
    await declare();
    await declare({ phone: '+84355018274', shipper: 'shipper-binh', state: 'revoked' });
    await seen(mine);
    const first = await seen({ ...mine, ownLast4: '0001' });
    expect(first).toMatchObject({ status: 200, waitedFor: STEP / 100 });
    expect(JSON.parse(first.body)).toMatchObject({ result: 'NO_MATCH' });
    expect(first.headers).toContain('cache-control: no-store');
    const misses = [
      await seen(mine),
      await seen({ ...mine, spokenCode: '0000' }),
      await seen({ ...mine, ownLast4: '8274' }),
      await seen({ ...mine, callingNumber: '+84999999999' }),
      await seen({ callingNumber: POOL_NUMBER, waybillNumber: 'NONE-1', spokenCode: CODE }),
      await seen(mine, 'other'),
      await seen(mine, 'nobody'),
      await seen(mine, 'nobody'),
    ];
    // The keys of a company that is none are made once.
    for (const miss of misses) expect(miss).toEqual(first);
  });

  it('takes no more and no less than a match does', async () => {
    await nextDay();
    await declare();
    const missed = await seen({ ...mine, ownLast4: '0001' });
    for (const body of [mine, withCode]) {
      const { calls: asked, waitedFor } = await seen(body);
      expect([asked, waitedFor]).toEqual([missed.calls, missed.waitedFor]);
    }
  });

  it('says that we cannot confirm the call, where to turn, and no word against the caller', async () => {
    const { advice } = await check({ ...mine, ownLast4: '0001' });
    expect(advice.en).toContain('We cannot confirm this call');
    expect(`${advice.vi} ${advice.en}`).not.toMatch(/fraud|scam|lừa đảo|giả mạo/i);
    for (const word of ['113', '156', 'ngân hàng']) expect(advice.vi).toContain(word);
  });
});

describe('the limits', () => {
  it('refuse one network that asks too often, whatever it asks', async () => {
    await nextDay();
    const from = newNetwork();
    for (let n = 0; n < LIMITS.requestsPerSource; n += 1) await ask(mine, 'demo', from);
    const refused = await ask(mine, 'demo', from);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: 'REQUEST.RATE_LIMITED' });
  });

  it('by number and pair lock nobody out: beyond them, the spoken code is wanted', async () => {
    await nextDay();
    for (let n = 0; n < LIMITS.requestsPerPair; n += 1) await result(mine);
    await declare();
    expect(await result(mine)).toBe('NO_MATCH');
    expect(await result(withCode)).toBe('CONFIRMED');
  });
});

it('asks for one proof, and for the code beside a waybill number', async () => {
  for (const body of [
    { callingNumber: POOL_NUMBER },
    { ...mine, waybillNumber: WAYBILL },
    { callingNumber: POOL_NUMBER, waybillNumber: WAYBILL },
    { ...mine, spokenCode: '123' },
  ])
    expect((await ask(body)).status).toBe(422);
});
