import type { NewNumber } from '@temkin/subscriber';
import { describe, expect, it } from 'vitest';
import { citizen, numberOf, REGISTRAR, seedOf } from './registry-world.ts';
import { verificationWorld } from './verification-world.ts';

const MATCH = { identityNumber: 'match', name: 'match', birthDate: 'match', face: 'match' } as const;

/** Number n of an organisation, used by somebody whose paper no database knows. */
const numberAt = (n: number): NewNumber => ({
  subscription: {
    msisdn: numberOf(n),
    use: 'person',
    payment: 'postpaid',
    channel: 'own-fixed',
    ordinal: n,
    user: { ...citizen(n), document: { kind: 'identity-certificate' } },
  },
  standing: { state: 'pending', holds: [] },
});

/** A holder's first and second number, verified by papers at a point. */
const verifications = async (kind: 'organisation' | 'citizen') => {
  const world = await verificationWorld();
  const holder =
    kind === 'organisation'
      ? {
          kind,
          name: 'Công ty Hoa Sen',
          identity: { kind: 'legal-entity', number: '0100109106' },
          document: { kind: 'enterprise-certificate' },
        }
      : { kind, ...citizen(1), document: { kind: 'identity-certificate' } };
  const { personId, subscriptionId: first = '' } = await world.registry.newPerson(
    REGISTRAR,
    { holder: holder as Parameters<typeof world.registry.newPerson>[1]['holder'], number: numberAt(1) },
    seedOf(1),
  );
  const { subscriptionId: second = '' } = await world.registry.newSubscription(
    REGISTRAR,
    { personId, number: numberAt(2) },
    seedOf(2),
  );
  return [first, second].map(
    (subscriptionId, at) => (measures: readonly 'recorded-call'[]) =>
      world.lives.verifySubscription(
        REGISTRAR,
        {
          subscriptionId,
          wants: 'identity',
          channel: 'own-fixed',
          method: 'face-to-face',
          measures,
          compared: MATCH,
          by: 'registrar',
          faceImageId: 'face',
        },
        seedOf(10 + at + 20 * measures.length),
      ),
  );
};

describe('who uses a number of an organisation', () => {
  it('is verified by papers and a recorded call for each of its numbers, with no code to an earlier one of other people', async () => {
    for (const verify of await verifications('organisation')) {
      await expect(verify([])).rejects.toMatchObject({ details: { detail: 'Concerned: recorded-call.' } });
      expect(await verify(['recorded-call'])).toMatchObject({
        is: 'verified',
        standing: { state: 'active' },
      });
    }
  });

  it('is one thing, and somebody’s own second number another: that wants a code', async () => {
    const [first, second] = await verifications('citizen');
    expect(await first?.(['recorded-call'])).toMatchObject({ is: 'verified' });
    await expect(second?.(['recorded-call'])).rejects.toMatchObject({
      code: 'SUBSCRIPTION.VERIFICATION_INCOMPLETE',
      details: { detail: 'Concerned: code.' },
    });
  });
});
