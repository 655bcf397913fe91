import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { RFC_3339 } from '../support/function-process.ts';
import { codeIn, otherCode } from '../support/parcel-history.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import {
  holderOf,
  knownAs,
  msisdnOf,
  openRegistry,
  registerHolder,
  registrationOf,
  transactionFor,
  verifyHolder,
} from '../support/registrations.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
await openRegistry(system);

/** A card without a chip, which is compared with the population database where that is not asked for everything. */
const CARD = { kind: 'chipless-card', issuedOn: '2015-08-01', expiresOn: '2030-01-31' };

const codesOf = (subscriptionId: string, transactionId: string, by = 'registrar-giang') =>
  system.as(by).post(`/v1/subscriptions/${subscriptionId}/codes`, { transactionId });

describe('a further number', () => {
  it('is served once the code that an earlier one was sent is told, by a way that is not enough alone', async () => {
    system.identities.know(knownAs(1));
    const transactionId = await transactionFor(system, 'registrar-giang', 'registration');
    const asked = { transactionId, holder: { document: { ...holderOf(1).document, ...CARD } } };
    const first = await registerHolder(system, 1, registrationOf(1, asked));
    expect(await codeOf(await codesOf(first.subscriptionId, transactionId))).toBe(
      'SUBSCRIPTION.NO_EARLIER_NUMBER',
    );
    // It tells of somebody that they have no other.
    expect((await recordedEvents(system.table)).at(-1)).toMatchObject({
      status_code: 'SUBSCRIPTION.NO_EARLIER_NUMBER',
      resources: [{ uid: first.subscriptionId }],
    });
    const ofFirst = { subscriptionId: first.subscriptionId, transactionId };
    expect((await verifyHolder(system, ofFirst)).status).toBe(200);

    const { subscription } = registrationOf(2);
    const second = await registerHolder(
      system,
      2,
      registrationOf(1, { ...asked, subscription, method: 'compared' }),
    );
    expect(second.personId).toBe(first.personId);
    const verify = (more: object) =>
      verifyHolder(system, {
        subscriptionId: second.subscriptionId,
        transactionId,
        method: 'compared',
        hasRecordedCall: true,
        ...more,
      });
    const without = await verify({});
    expect([without.status, await without.json()]).toMatchObject([
      422,
      { code: 'SUBSCRIPTION.VERIFICATION_INCOMPLETE', detail: 'Concerned: code.' },
    ]);

    expect(await codeOf(await codesOf(second.subscriptionId, '0'.repeat(32)))).toBe(
      'SUBSCRIBER.BASIS_REQUIRED',
    );
    expect(await codeOf(await codesOf(second.subscriptionId, transactionId, 'support-phuc'))).toBe(
      'ACCESS.ROLE_NOT_ALLOWED',
    );
    const sent = await codesOf(second.subscriptionId, transactionId);
    expect(sent.status).toBe(202);
    const { codeId, ...told } = (await sent.json()) as { readonly codeId: string; readonly endsAt: string };
    expect(told).toEqual({ endsAt: expect.stringMatching(RFC_3339) as string });
    const notice = system.notices.at(-1);
    if (notice === undefined) throw new Error('nothing was sent');
    expect(notice).toMatchObject({ phone: `+84${msisdnOf(1).slice(1)}`, kind: 'registration-code' });

    const digits = codeIn(notice);
    expect(await codeOf(await verify({ code: { codeId, digits: otherCode(digits) } }))).toBe(
      'SUBSCRIPTION.CODE_INVALID',
    );
    const verified = await verify({ code: { codeId, digits } });
    expect([verified.status, await verified.json()]).toMatchObject([
      200,
      { outcome: 'verified', state: 'active' },
    ]);
    expect(await codeOf(await verify({ code: { codeId, digits } }))).toBe('SUBSCRIPTION.CODE_INVALID');
  });
});
