import { afterEach, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { RFC_3339 } from '../support/function-process.ts';
import { jpeg } from '../support/images.ts';
import {
  bringImage,
  identityOf,
  knownAs,
  msisdnOf,
  openRegistry,
  registerHolder,
  registrationOf,
  transactionFor,
  verificationOf,
  verifyHolder,
} from '../support/registrations.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
await openRegistry(system);

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Holder n with number n, registered upon a transaction of the registrar's. */
const holderWith = async (n: number, document: object = {}) => {
  const transactionId = await transactionFor(system, 'registrar-giang', 'registration');
  const asked = registrationOf(n, { transactionId, holder: document });
  const { subscriptionId } = await registerHolder(system, n, asked);
  const path = `/v1/subscriptions/${subscriptionId}`;
  const as = () => system.as('registrar-giang');
  return {
    subscriptionId,
    transactionId,
    verify: (more: object = {}, key?: string) =>
      verifyHolder(system, { subscriptionId, transactionId, ...more }, key === undefined ? {} : { key }),
    /** What the number is in may be told by what it may not do. */
    suspend: () => as().post(`${path}/suspend`, { transactionId, level: 'one-way' }),
    find: (grounds: string) =>
      as().post(`${path}/findings`, { transactionId, timeline: 'wrong-information', grounds }),
    reportDevice: () =>
      system.as('operator-mobile').post(`${path}/reports`, {
        what: 'device-changed',
        at: new Date(system.clock.now()).toISOString(),
      }),
    inNetwork: () => system.numbers.stateIn('network', subscriptionId),
  };
};

/** Another transaction of the registrar's, upon which holder n was found by the number. */
const uponAnother = async (n: number): Promise<string> => {
  const transactionId = await transactionFor(system, 'registrar-giang', 'registration');
  const asked = { purpose: 'registration', transactionId, msisdn: msisdnOf(n) };
  expect((await system.as('registrar-giang').post('/v1/subscribers/search', asked)).status).toBe(200);
  return transactionId;
};

describe('a number', () => {
  afterEach(() => system.identities.behave('works'));

  it('is served once its holder is verified and not before, and the network is told', async () => {
    system.identities.know(knownAs(1));
    const { verify, suspend, inNetwork, subscriptionId } = await holderWith(1);
    expect(await codeOf(await suspend())).toBe('SUBSCRIPTION.STATE_NOT_ALLOWED');
    await system.workOffRegistry();
    expect(inNetwork()).toBeUndefined();
    const { imageId: faceImageId } = await bringImage(system, jpeg());
    const answer = await verify({ faceImageId }, 'verify-1');
    expect(answer.status).toBe(200);
    const verified = await answer.json();
    expect(verified).toMatchObject({ outcome: 'verified', subscriptionId, state: 'active', holds: [] });
    expect(await (await verify({ faceImageId }, 'verify-1')).json()).toEqual(verified);
    expect(system.identities.asked.filter(({ identity }) => identity.number === identityOf(1))).toHaveLength(
      1,
    );
    await system.workOffRegistry();
    expect(inNetwork()).toBe('active');
    expect((await suspend()).status).toBe(200);
  });

  it.each([
    ['another name', 2, { ...knownAs(2), name: 'Nguyễn Thị Huệ' }, 'name'],
    ['another birth date', 3, { ...knownAs(3), birthDate: '1990-01-30' }, 'birthDate'],
    ['another face', 4, { ...knownAs(4), face: jpeg() }, 'face'],
    ['nobody by that number', 5, undefined, 'identityNumber'],
  ])(
    'is not served where the source knows %s, and the refusal quotes nothing',
    async (_, n, known, field) => {
      if (known !== undefined) system.identities.know(known);
      const { verify, suspend } = await holderWith(n);
      const answer = await verify();
      expect([answer.status, await answer.json()]).toMatchObject([
        422,
        { code: 'SUBSCRIPTION.IDENTITY_MISMATCH', detail: `Concerned: ${field}.` },
      ]);
      expect(await codeOf(await suspend())).toBe('SUBSCRIPTION.STATE_NOT_ALLOWED');
    },
  );

  it('is verified by what the law asks for, and with a picture that was brought for it', async () => {
    system.identities.know(knownAs(6));
    const { verify, subscriptionId, transactionId } = await holderWith(6);
    expect(await codeOf(await verify({ method: 'immigration' }))).toBe('SUBSCRIPTION.VERIFICATION_NOT_OPEN');
    expect(await codeOf(await verify({ faceImageId: '0'.repeat(32) }))).toBe('SUBSCRIPTION.FACE_UNKNOWN');
    const faceless = await system
      .as('registrar-giang')
      .post(`/v1/subscriptions/${subscriptionId}/verify`, verificationOf(transactionId));
    expect(await codeOf(faceless)).toBe('SUBSCRIPTION.VERIFICATION_INCOMPLETE');
    const { imageId: faceImageId } = await bringImage(system, jpeg());
    expect((await verify({ faceImageId })).status).toBe(200);
    expect(await codeOf(await verify({ faceImageId }))).toBe('SUBSCRIPTION.FACE_UNKNOWN');
  });

  it.each([
    ['timeout', 7],
    ['outage', 8],
    ['answers-late', 9],
  ] as const)('waits in %s, and is verified by the worker when its source speaks again', async (as, n) => {
    system.identities.know(knownAs(n));
    const { verify, inNetwork } = await holderWith(n);
    system.identities.behave(as);
    const answer = await verify();
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { outcome: 'waiting', askAgainAt: expect.stringMatching(RFC_3339) as string },
    ]);
    system.clock.advance(MINUTE);
    await system.workOffRegistry();
    expect(inNetwork()).toBeUndefined();
    system.identities.behave('works');
    system.clock.advance(5 * MINUTE);
    await system.workOffRegistry();
    await system.workOffRegistry();
    expect(inNetwork()).toBe('active');
  });

  it('that is suspended for a changed device is served again for the holder’s face alone', async () => {
    system.identities.know(knownAs(10));
    const { verify, reportDevice, inNetwork } = await holderWith(10);
    await verify();
    expect(await codeOf(await verify({ wants: 'face' }))).toBe('SUBSCRIPTION.NOT_HELD');
    await reportDevice();
    await system.workOffRegistry();
    expect(inNetwork()).toBe('suspended-one-way');
    expect(await (await verify({ wants: 'face' })).json()).toMatchObject({ state: 'active', holds: [] });
    await system.workOffRegistry();
    expect(inNetwork()).toBe('active');
  });

  it('that its timeline suspended for wrong information is served again once the holder is verified', async () => {
    system.identities.know(knownAs(11));
    const { verify, find, inNetwork } = await holderWith(11);
    await verify();
    await find('document');
    for (let day = 0; day < 5; day += 1) {
      await system.workOffRegistry();
      system.clock.advance(DAY);
    }
    system.clock.advance(11 * DAY);
    await system.workOffRegistry();
    expect(inNetwork()).toBe('suspended-one-way');
    expect(await codeOf(await verify())).toBe('SUBSCRIBER.BASIS_REQUIRED');
    const transactionId = await uponAnother(11);
    expect(await (await verify({ transactionId })).json()).toMatchObject({ state: 'active', holds: [] });
    system.clock.advance(20 * DAY);
    await system.workOffRegistry();
    expect(inNetwork()).toBe('active');
  });
});
