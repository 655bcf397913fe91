import { CLAIM_DECISIONS, claimNotice, claimReceipt, typedReceipt } from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { citizen, numberOf, TENANT } from './registry-world.ts';
import { LEAD, refusalOf, rightsWorld, type RightsWorld } from './rights-world.ts';

/** Person 1, who has proven number 1, claims that number 2 is not theirs. */
const claimed = async () => {
  const world = await rightsWorld();
  const { personId, ids } = await world.register(1, [2]);
  const { session, challengeId } = await world.check(1);
  const [own = '', other = ''] = ids;
  const file = () => world.rights.fileClaim(TENANT, challengeId, { session, subscriptionId: other });
  return { ...world, personId, own, other, file };
};

const messages = ({ notices }: Pick<RightsWorld, 'notices'>) =>
  notices.sent.filter(({ kind }) => kind.startsWith('claim-'));

const claimIds = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));

let network = 0;
const checking = (world: Pick<RightsWorld, 'rights'>, receipt: string, company = TENANT) =>
  world.rights.checkClaim(company, { receipt, network: `2001:db8:${(network += 1).toString(16)}::/64` });

describe('a claimant', () => {
  it('is told of the claim and of what became of it by the number in hand, with neither number nor name', async () => {
    for (const decision of CLAIM_DECISIONS) {
      const world = await claimed();
      const { claimId } = await world.file();
      await world.rights.decideClaim(LEAD, claimId, decision);
      const sent = messages(world);
      expect(sent.map(({ phone, kind }) => [phone, kind])).toEqual([
        [numberOf(1), 'claim-received'],
        [numberOf(1), 'claim-decided'],
      ]);
      for (const { text, code } of sent) {
        expect(text).toMatch(/^[ -~]{1,160}$/);
        expect(text).toContain(claimReceipt(claimId));
        expect(code).toBeUndefined();
        for (const hidden of [
          numberOf(1),
          numberOf(2),
          numberOf(2).slice(-4),
          citizen(1).identity.number,
          'Nguy',
        ])
          expect(text).not.toContain(hidden);
      }
    }
  });

  it('is told by when the claim is answered and decided: the last whole days', async () => {
    const claimId = 'ab'.repeat(16);
    const [replyBy, doneBy] = [
      Date.parse('2026-11-26T00:00:00+07:00'),
      Date.parse('2026-12-04T00:00:00+07:00'),
    ];
    const { text } = claimNotice({ claimId, state: 'open', replyBy, doneBy });
    expect(text).toMatch(/25\/11\/2026.*03\/12\/2026/);
  });

  it('is opened for it on record, before the message', async () => {
    const world = await claimed();
    const { claimId } = await world.file();
    const at = world.events().findIndex(({ unmapped }) => unmapped.change === 'told');
    expect(world.events()[at]).toMatchObject({
      api: { operation: 'subscription.claim' },
      unmapped: { groups: ['msisdn'] },
      resources: [
        { type: 'subscriber', uid: world.personId },
        { type: 'subscription', uid: world.own },
        { type: 'subscription-claim', uid: claimId },
      ],
    });
    expect(world.events()[at - 1]?.unmapped.change).toBe('filed');
  });

  it('is told each thing once, however often it is filed and decided', async () => {
    const world = await claimed();
    const { claimId } = await world.file();
    await world.file();
    for (let n = 0; n < 2; n += 1) await world.rights.decideClaim(LEAD, claimId, 'rejected');
    expect(messages(world)).toHaveLength(2);
    expect(world.events().filter(({ unmapped }) => unmapped.change === 'told')).toHaveLength(2);
  });

  it('is told later where the gateway was down, by whoever files or decides again; and staff see that they were not', async () => {
    const world = await claimed();
    const { notices } = world;
    const send = notices.send.bind(notices);
    notices.send = () => Promise.reject(new Error('down'));
    const { claimId } = await world.file();
    const { claim } = await world.rights.decideClaim(LEAD, claimId, 'confirmed');
    expect([claim.state, claim.told]).toEqual(['confirmed', undefined]);
    expect(world.found.map((one) => ('kind' in one ? one.kind : one.finding))).toEqual([
      'claim-received',
      'claim-decided',
    ]);
    notices.send = send;
    expect((await world.rights.decideClaim(LEAD, claimId, 'confirmed')).claim.told).toBe('confirmed');
    expect(messages(world).map(({ kind }) => kind)).toEqual(['claim-decided']);
  });

  it('is told nothing by a number that they no longer have', async () => {
    const world = await claimed();
    const { claimId } = await world.file();
    await world.registry.moveSubscription(LEAD, {
      subscriptionId: world.own,
      move: { name: 'end', cause: 'holder-request' },
      by: 'registrar',
    });
    const before = world.events().length;
    await world.rights.decideClaim(LEAD, claimId, 'rejected');
    expect(messages(world)).toHaveLength(1);
    expect(
      world
        .events()
        .slice(before)
        .map(({ unmapped }) => unmapped.change),
    ).toEqual(['rejected']);
  });
});

describe('the receipt of a claim', () => {
  it('leads to its state and dates, however it is typed, and to nothing at another company', async () => {
    const world = await claimed();
    const { claimId, filedAt } = await world.file();
    const receipt = claimReceipt(claimId);
    expect(await checking(world, receipt)).toMatchObject({ state: 'open', filedAt });
    await world.rights.decideClaim(LEAD, claimId, 'confirmed');
    for (const typed of [
      receipt.toLowerCase(),
      receipt.replaceAll('-', ''),
      ` ${receipt.replaceAll('0', 'o')}`,
    ])
      expect((await checking(world, typed)).state).toBe('confirmed');
    for (const company of ['other', 'nobody'])
      expect(await refusalOf(checking(world, receipt, company))).toBe('CLAIM.UNKNOWN');
    for (const wrong of [
      '',
      receipt.slice(1),
      `${receipt}0`,
      claimReceipt('cd'.repeat(16)),
      'UUUU-UUUU-UUUU-UUUU',
    ])
      expect(await refusalOf(checking(world, wrong))).toBe('CLAIM.UNKNOWN');
  });

  it('is asked for so often an hour by one network', async () => {
    const { rights } = await claimed();
    const ask = () => refusalOf(rights.checkClaim(TENANT, { receipt: 'x', network: '192.0.2.1' }));
    for (let n = 0; n < 60; n += 1) expect(await ask()).toBe('CLAIM.UNKNOWN');
    expect(await ask()).toBe('REQUEST.RATE_LIMITED');
  });

  it('is made of the claim’s id alone, sixteen digits that none takes for another, and of no two ids the same', () => {
    fc.assert(
      fc.property(claimIds, claimIds, (one, two) => {
        const receipt = claimReceipt(one);
        expect(receipt).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
        expect(typedReceipt(receipt)).toBe(receipt);
        expect(claimReceipt(two) === receipt).toBe(one.slice(0, 20) === two.slice(0, 20));
      }),
    );
    expect(claimReceipt('00000000000000000001'.padEnd(32, 'f'))).toBe('0000-0000-0000-0001');
    expect(claimReceipt('ffffffffffffffffffff'.padEnd(32, '0'))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ');
  });
});
