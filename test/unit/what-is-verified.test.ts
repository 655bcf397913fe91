import { describe, expect, it } from 'vitest';
import { citizen, MINUTE, REGISTRAR, seedOf, TENANT } from './registry-world.ts';
import { FACE, verificationWorld, type VerificationWorld } from './verification-world.ts';

type Registered = Awaited<ReturnType<VerificationWorld['register']>>;

/** As of when identity and face of a number are verified, in minutes after an instant. */
const vouched = async ({ read }: Registered, from: number) => {
  const { verifiedAt, faceComparedAt } = await read();
  return [verifiedAt, faceComparedAt].map((at) =>
    at === undefined ? undefined : Math.floor((at - from) / MINUTE),
  );
};

const opened = async () => {
  const world = await verificationWorld();
  world.identity.know({ ...citizen(1), face: FACE });
  const one = await world.register(1);
  return { world, one, from: world.clock.now() };
};

/** A number that an old system had in service, of which nobody says when its holder was verified. */
const unverified = async () => {
  const { world, one, from } = await opened();
  const stored = world.items('subscribers').find(({ key }) => key.sort.includes('#subscription#'));
  if (stored === undefined) throw new Error('nobody is registered');
  await world.memory.write({ kind: 'update', key: stored.key, set: { state: 'active' } });
  return { world, one, from };
};

describe('what a verification vouches for', () => {
  it('is identity and face, where a database compared all', async () => {
    const { one, from } = await opened();
    await one.verify();
    expect(await vouched(one, from)).toEqual([0, 0]);
  });

  it('is the face alone where the face alone was compared', async () => {
    const { world, one, from } = await unverified();
    await world
      .findings()
      .recordFinding(
        REGISTRAR,
        { subscriptionId: one.subscriptionId, timeline: 'device-change', grounds: 'network' },
        seedOf(1),
      );
    world.clock.advance(MINUTE);
    await one.verify({ wants: 'face' });
    expect(await vouched(one, from)).toEqual([undefined, 1]);
    world.clock.advance(MINUTE);
    await one.verify({}, seedOf(950));
    expect(await vouched(one, from)).toEqual([2, 2]);
  });

  it('is the identity alone where somebody compared papers', async () => {
    const world = await verificationWorld();
    const { personId, subscriptionId = '' } = await world.registry.newPerson(
      REGISTRAR,
      {
        holder: { kind: 'foreigner', ...citizen(1), document: { kind: 'passport' } },
        number: {
          subscription: { msisdn: '+84910000001', use: 'person', payment: 'prepaid', ordinal: 1 },
          standing: { state: 'pending', holds: [] },
        },
      },
      seedOf(1),
    );
    const match = { identityNumber: 'match', name: 'match', birthDate: 'match', face: 'match' } as const;
    await world.lives.verifySubscription(
      REGISTRAR,
      {
        subscriptionId,
        wants: 'identity',
        channel: 'own-fixed',
        method: 'face-to-face',
        measures: ['recorded-call'],
        compared: match,
        by: 'registrar',
        faceImageId: 'face',
      },
      seedOf(2),
    );
    const [read] = await world.stores.people.findSubscriptions(TENANT, [{ personId, subscriptionId }]);
    expect([read?.verifiedAt !== undefined, read?.faceComparedAt]).toEqual([true, undefined]);
  });

  it('is as of the question, however late its source answers', async () => {
    const { world, one, from } = await opened();
    world.identity.behave('outage');
    await one.verify();
    world.identity.behave('works');
    world.clock.advance(3 * MINUTE);
    expect(await world.askWaiting(Number.MAX_SAFE_INTEGER)).toEqual(['done']);
    expect(await vouched(one, from)).toEqual([0, 0]);
    expect((await one.read()).clear.serviceStart).toBeGreaterThan(from + 3 * MINUTE);
  });

  it('is not taken back by an answer to an earlier question that comes later', async () => {
    const { world, one, from } = await opened();
    world.identity.behave('outage');
    await one.verify();
    world.identity.behave('works');
    world.clock.advance(2 * MINUTE);
    await one.verify({}, seedOf(950));
    expect(await vouched(one, from)).toEqual([2, 2]);
    world.clock.advance(MINUTE);
    expect(await world.askWaiting(Number.MAX_SAFE_INTEGER)).toEqual(['done']);
    expect(await vouched(one, from)).toEqual([2, 2]);
  });
});
