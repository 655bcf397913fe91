import { selfCheckLimits, selfCheckRules } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { citizen, MINUTE, numberOf, registration, REGISTRAR, seedOf, TENANT } from './registry-world.ts';
import { refusalOf, rightsWorld } from './rights-world.ts';

const RULES = selfCheckRules.at(-1)?.value;
const LIMITS = selfCheckLimits.at(-1)?.value;
const otherCode = (code: string): string => (code === '00000000' ? '00000001' : '00000000');

describe('a self-check', () => {
  it('shows whoever has the code that was sent to a number all numbers of its document, and since when', async () => {
    const { register, check, notices } = await rightsWorld();
    const { ids } = await register(1, [2]);
    await register(3);
    const { holder, numbers, isComplete, kind } = await check(1);
    expect(notices.sent).toMatchObject([{ phone: numberOf(1), kind: 'self-check-code', tenant: TENANT }]);
    expect(notices.sent[0]?.text).toMatch(/^[ -~]{1,160}$/);
    expect([kind, holder, isComplete]).toEqual([
      'citizen',
      { name: citizen(1).name, birthDate: citizen(1).birthDate, identity: '***001' },
      true,
    ]);
    expect(numbers.map(({ subscriptionId }) => subscriptionId).toSorted()).toEqual(ids.toSorted());
    expect(numbers.find(({ isProven }) => isProven)).toMatchObject({
      subscriptionId: ids[0],
      fields: { msisdn: numberOf(1), state: 'active' },
    });
    expect(numbers.find(({ isProven }) => !isProven)?.fields).toMatchObject({ msisdn: numberOf(2) });
  });

  it('shows numbers of another record with the same document, and nothing else of that record', async () => {
    const { registry, register, check } = await rightsWorld();
    await register(1);
    await registry.newPerson(
      REGISTRAR,
      registration(5, { ...citizen(5), identity: citizen(1).identity }),
      seedOf(5),
    );
    const { holder, numbers } = await check(1);
    expect(holder).toMatchObject({ name: citizen(1).name });
    expect(JSON.stringify(numbers)).not.toContain(citizen(5).name);
    expect(numbers.map(({ fields }) => String(fields.msisdn)).toSorted()).toEqual([numberOf(1), numberOf(5)]);
  });

  it('sends nothing, and answers alike, for a number that nobody has or has by another document, and for another company', async () => {
    const { register, rights, notices, memory } = await rightsWorld();
    await register(1);
    await register(2);
    const network = '2001:db8::/64';
    const shapes = [];
    for (const [company, msisdn, of] of [
      [TENANT, numberOf(1), 1],
      [TENANT, numberOf(9), 1],
      [TENANT, numberOf(1), 2],
      [TENANT, '12', 1],
      ['other', numberOf(1), 1],
      ['nobody', numberOf(1), 1],
    ] as const) {
      const asked = { msisdn, identity: citizen(of).identity, network };
      const before = memory.items().length;
      const answer = await rights.requestOwnCode(company, asked);
      shapes.push([Object.keys(answer), answer.challengeId.length, memory.items().length - before > 2]);
    }
    expect(notices.sent).toHaveLength(1);
    expect(new Set(shapes.map((shape) => JSON.stringify(shape)))).toEqual(
      new Set([JSON.stringify([['challengeId'], 32, true])]),
    );
  });

  it('opens nobody, and writes no event, before the code is right', async () => {
    const { register, ask, events, rights } = await rightsWorld();
    await register(1);
    const before = events().length;
    const { challengeId, code = '' } = await ask(1);
    expect(await refusalOf(rights.openSelfCheck(TENANT, challengeId, otherCode(code)))).toBe(
      'SELF_CHECK.CODE_INVALID',
    );
    expect(events()).toHaveLength(before);
    await rights.openSelfCheck(TENANT, challengeId, code);
    const after = events().slice(before);
    expect(after.map(({ api, unmapped }) => [api.operation, unmapped.change])).toEqual([
      ['subscriber.self-check', 'compared'],
      ['subscriber.self-check', 'shown'],
    ]);
    expect(after.at(-1)?.unmapped.groups).toContain('identity:masked');
  });

  it('takes a code once, for ten minutes, of its own company and challenge, and no more tries than its rules say', async () => {
    const { register, ask, rights, clock } = await rightsWorld();
    await register(1);
    const open = (challengeId: string, code = '', company = TENANT) =>
      refusalOf(rights.openSelfCheck(company, challengeId, code));
    const first = await ask(1);
    expect(await open(first.challengeId, first.code, 'other')).toBe('SELF_CHECK.CODE_INVALID');
    expect(await open('ab'.repeat(16), first.code)).toBe('SELF_CHECK.CODE_INVALID');
    expect(await open(first.challengeId, first.code)).toBe('done');
    expect(await open(first.challengeId, first.code)).toBe('SELF_CHECK.CODE_INVALID');
    const second = await ask(1);
    for (let tried = 0; tried < (RULES?.tries ?? 0); tried += 1)
      expect(await open(second.challengeId, otherCode(second.code ?? ''))).toBe('SELF_CHECK.CODE_INVALID');
    expect(await open(second.challengeId, second.code)).toBe('SELF_CHECK.CODE_INVALID');
    const third = await ask(1);
    clock.advance((RULES?.lifeMinutes ?? 0) * MINUTE + 1_000);
    expect(await open(third.challengeId, third.code)).toBe('SELF_CHECK.CODE_INVALID');
  });

  it('is never ended by a stranger: a thousand guesses at challenges of their own leave the holder’s code good', async () => {
    const { register, ask, rights } = await rightsWorld();
    await register(1);
    const own = await ask(1);
    let [guesses, met] = [0, 0];
    for (let challenges = 0; guesses < 1_000; challenges += 1) {
      const { challengeId } = await ask(1);
      for (let tried = 0; tried < 6; tried += 1, guesses += 1) {
        const guess = String((guesses * 99_991) % 100_000_000).padStart(8, '0');
        if ((await refusalOf(rights.openSelfCheck(TENANT, challengeId, guess))) === 'done') met += 1;
      }
    }
    expect(met).toBe(0);
    expect(await refusalOf(rights.openSelfCheck(TENANT, own.challengeId, own.code ?? ''))).toBe('done');
  });

  it('sends a number so many messages an hour and not more, and again in the next', async () => {
    const { register, ask, notices, clock } = await rightsWorld();
    await register(1);
    for (let asked = 0; asked < 4; asked += 1) await ask(1, 1, '2001:db8:aaaa::/64');
    expect(notices.sent).toHaveLength(LIMITS?.sendsPerSourceAndNumber ?? 0);
    for (let asked = 0; asked < 9; asked += 1) await ask(1);
    expect(notices.sent).toHaveLength(LIMITS?.sendsPerNumber ?? 0);
    clock.advance(60 * MINUTE);
    expect(await ask(1, 1, '2001:db8:aaaa::/64')).toHaveProperty('code');
  });

  it('refuses a network that asks too often, whatever it asks', async () => {
    const { rights } = await rightsWorld();
    const asked = { msisdn: numberOf(1), identity: citizen(1).identity, network: '192.0.2.1' };
    for (let count = 0; count < (LIMITS?.requestsPerSource ?? 0); count += 1)
      await rights.requestOwnCode(TENANT, asked);
    expect(await refusalOf(rights.requestOwnCode(TENANT, asked))).toBe('REQUEST.RATE_LIMITED');
    expect(await refusalOf(rights.requestOwnCode(TENANT, { ...asked, network: '192.0.2.2' }))).toBe('done');
  });

  it('believes the record and not the index: an entry that leads to somebody else shows nobody', async () => {
    const { register, ask, rights, memory, events } = await rightsWorld();
    const one = await register(1);
    const two = await register(2);
    const entries = memory.items().filter(({ key }) => key.partition.startsWith(`X#${TENANT}#msisdn#1#`));
    const [ofOne, ofTwo] = [one, two].map(({ personId }) =>
      entries.find(({ item }) => item['personId'] === personId),
    );
    if (ofOne === undefined || ofTwo === undefined) throw new Error('a number has no entry');
    // Number 2 now leads to person 1, who is asked for by their own document.
    await memory.write({ kind: 'put', key: ofTwo.key, item: ofOne.item });
    const { challengeId, code = '' } = await ask(2, 1);
    expect(code).not.toBe('');
    const before = events().length;
    expect(await refusalOf(rights.openSelfCheck(TENANT, challengeId, code))).toBe('SELF_CHECK.CODE_INVALID');
    expect(events().slice(before)).toHaveLength(1);
  });

  it('answers alike and reports it where the gateway is down', async () => {
    const world = await rightsWorld();
    await world.register(1);
    world.notices.send = () => Promise.reject(new Error('down'));
    expect(await world.ask(1)).toEqual({ challengeId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(world.found).toEqual([{ finding: 'notice-failed', tenant: TENANT, kind: 'self-check-code' }]);
  });

  it('shows no number that has ended, and sends no code to one', async () => {
    const { register, check, ask, memory } = await rightsWorld();
    const { ids } = await register(1, [2]);
    const ended = memory
      .items()
      .find(({ key }) => key.table === 'subscribers' && key.sort.endsWith(`subscription#${ids[1]}`));
    if (ended === undefined) throw new Error('no such number');
    await memory.write({
      kind: 'put',
      key: ended.key,
      item: { ...ended.item, state: 'terminated', endedAt: 1 },
    });
    expect((await check(1)).numbers.map(({ subscriptionId }) => subscriptionId)).toEqual([ids[0]]);
    expect(await ask(2, 1)).not.toHaveProperty('code');
  });
});
