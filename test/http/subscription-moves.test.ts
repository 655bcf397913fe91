import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import {
  knownAs,
  moveOf,
  openRegistry,
  registerHolder,
  registrationOf,
  transactionFor,
  verifyHolder,
} from '../support/registrations.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();

interface Told {
  readonly state: string;
  readonly holds: readonly { readonly cause: string; readonly level: string }[];
  readonly subscriptionId: string;
  readonly formerSubscriptionId: string;
  readonly personId: string;
}

const told = async (answer: Response) => (await answer.json()) as Told;

/** Holder n with number n, registered upon a transaction, and verified, so that it is served, where that is said. */
const holderWith = async (n: number, isServed = true) => {
  const transactionId = await transactionFor(system, 'registrar-giang', 'registration');
  const { personId, subscriptionId } = await registerHolder(system, n, registrationOf(n, { transactionId }));
  if (isServed) {
    system.identities.know(knownAs(n));
    expect((await verifyHolder(system, { subscriptionId, transactionId })).status).toBe(200);
  }
  const post = (move: string, body: object, key?: string): Promise<Response> =>
    system
      .as('registrar-giang')
      .post(
        `/v1/subscriptions/${subscriptionId}/${move}`,
        body,
        key === undefined ? {} : { 'idempotency-key': key },
      );
  const move = (name: string, more: Partial<Parameters<typeof moveOf>[1]> = {}, key?: string) =>
    post(name, moveOf(name, { transactionId, ...more }), key);
  return { personId, subscriptionId, transactionId, move };
};

describe('a number', () => {
  beforeAll(() => openRegistry(system));

  it('is suspended for its holder, more strictly on request, and served again', async () => {
    const { move } = await holderWith(1);
    const first = await move('suspend', {}, 'key-1');
    expect(first.status).toBe(200);
    expect(await told(first)).toMatchObject({
      state: 'suspended-one-way',
      holds: [{ cause: 'holder-request', level: 'one-way' }],
    });
    expect((await move('suspend', {}, 'key-1')).status).toBe(200);
    expect(await codeOf(await move('suspend', {}, 'key-2'))).toBe('SUBSCRIPTION.STATE_NOT_ALLOWED');
    expect((await told(await move('suspend', { level: 'two-way' }))).state).toBe('suspended-two-way');
    expect(await told(await move('resume'))).toMatchObject({ state: 'active', holds: [] });
    expect(await codeOf(await move('resume'))).toBe('SUBSCRIPTION.NOT_HELD');
  });

  it('is not suspended before it was ever served, and may end', async () => {
    const { move } = await holderWith(2, false);
    expect(await codeOf(await move('suspend'))).toBe('SUBSCRIPTION.STATE_NOT_ALLOWED');
    expect((await told(await move('terminate'))).state).toBe('terminated');
  });

  it('ends for good, and can be registered by somebody else, and not before', async () => {
    const { move, subscriptionId } = await holderWith(3);
    const { msisdn } = registrationOf(3).subscription;
    const byAnother = registrationOf(4, { subscription: { msisdn } });
    const another = () => system.as('registrar-giang').post('/v1/subscriptions', byAnother);
    expect(await codeOf(await another())).toBe('SUBSCRIBER.NUMBER_TAKEN');
    const ended = await move('terminate', {}, 'key-end');
    expect((await told(ended)).state).toBe('terminated');
    expect((await move('terminate', {}, 'key-end')).status).toBe(200);
    for (const name of ['suspend', 'resume', 'terminate', 'transfer'])
      expect(await codeOf(await move(name, { n: 5 }))).toBe('SUBSCRIPTION.STATE_NOT_ALLOWED');
    const taken = await another();
    expect([taken.status, (await told(taken)).subscriptionId === subscriptionId]).toEqual([201, false]);
  });

  it('is handed over: it ends for one, waits for another, and is nobody else’s in between', async () => {
    const { move, personId, subscriptionId } = await holderWith(6);
    const answer = await move('transfer', { n: 7 }, 'key-over');
    expect(answer.status).toBe(201);
    const over = await told(answer);
    expect([over.state, over.formerSubscriptionId, over.personId === personId]).toEqual([
      'pending',
      subscriptionId,
      false,
    ]);
    expect(await told(await move('transfer', { n: 7 }, 'key-over'))).toEqual(over);
    const { msisdn } = registrationOf(6).subscription;
    const byAnother = registrationOf(8, { subscription: { msisdn } });
    expect(await codeOf(await system.as('registrar-giang').post('/v1/subscriptions', byAnother))).toBe(
      'SUBSCRIBER.NUMBER_TAKEN',
    );
    expect(await codeOf(await move('transfer', { n: 7 }))).toBe('SUBSCRIPTION.STATE_NOT_ALLOWED');
  });

  it('is not handed over to its own holder', async () => {
    const { move } = await holderWith(9);
    expect(await codeOf(await move('transfer', { n: 9 }))).toBe('SUBSCRIPTION.SAME_HOLDER');
  });

  it('is not handed over while its holder is in doubt, and that this was told is on record', async () => {
    const { move, subscriptionId, transactionId } = await holderWith(10);
    const found = await system.as('registrar-giang').post(`/v1/subscriptions/${subscriptionId}/findings`, {
      transactionId,
      timeline: 'wrong-information',
      grounds: 'document',
    });
    expect(found.status).toBe(201);
    expect(await codeOf(await move('transfer', { n: 11 }))).toBe('SUBSCRIPTION.IDENTITY_IN_DOUBT');
    expect((await recordedEvents(system.table)).at(-1)).toMatchObject({
      status_code: 'SUBSCRIPTION.IDENTITY_IN_DOUBT',
      resources: [{ uid: subscriptionId }],
    });
  });

  it.each(['suspend', 'resume', 'terminate', 'transfer'])(
    'is moved by %s upon a transaction about its holder alone',
    async (name) => {
      const { move } = await holderWith(20 + name.length * 3 + name.charCodeAt(0));
      const transactionId = await transactionFor(system, 'registrar-giang', 'registration');
      expect(await codeOf(await move(name, { transactionId }))).toBe('SUBSCRIBER.BASIS_REQUIRED');
    },
  );
});
