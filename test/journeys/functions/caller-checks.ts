import { CITIZEN_REPLIES } from '@temkin/caller-id/domain';
import { signMessage } from '@temkin/citizen-channel';
import { kmsRootKey } from '@temkin/aws';
import { systemClock } from '@temkin/kernel';
import { expect, it, onTestFinished } from 'vitest';
import { messageRequest } from '../../support/citizen-line.ts';
import { declaredCalls, CODE, RECIPIENT } from '../../support/declared-calls.ts';
import { CITIZEN_SECRET, type Deployment } from '../../support/deployment.ts';
import { linesOf } from '../../support/function-process.ts';
import { testKmsClient } from '../../support/kms-simulator.ts';

/** Of the pool, and no other chapter's. */
const CALLING_NUMBER = '+842439447799';

const ask = async (system: Deployment, route: string, body: object) => {
  const answer = await system.fetch(
    new Request(`https://api.example/v1/public/demo/${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  return { status: answer.status, body: (await answer.json()) as Readonly<Record<string, unknown>> };
};

/** What citizens ask about a call, by a function that can open none. */
export const callerChecks = (system: Deployment): void => {
  it('are answered to whoever shows that they were called, and reported by anybody', async () => {
    const client = testKmsClient(system.kms.endpoint);
    onTestFinished(() => client.destroy());
    const calls = declaredCalls({
      table: system.store.table,
      clock: systemClock,
      rootKeys: { main: kmsRootKey({ client, keyId: system.rootKeys('main') }) },
    });
    await calls.addNumber(CALLING_NUMBER);
    await calls.declare({ number: CALLING_NUMBER });

    const mine = { callingNumber: CALLING_NUMBER, ownLast4: RECIPIENT.slice(-4) };
    const results = [];
    for (const body of [mine, mine, { ...mine, spokenCode: CODE }, { ...mine, spokenCode: '0000' }])
      results.push((await ask(system, 'caller-checks', body)).body.result);
    expect(results).toEqual(['MATCH', 'NO_MATCH', 'CONFIRMED', 'NO_MATCH']);

    const history = await ask(system, 'caller-history', { phone: '+84355018274' });
    expect(history.status).toBe(202);
    const { challengeId } = history.body;
    expect(await ask(system, `caller-history/${String(challengeId)}`, { code: '00000000' })).toMatchObject({
      status: 403,
      body: { code: 'CALL.CODE_INVALID' },
    });
    const filed = await ask(system, 'reports', { kind: 'call', ...mine, text: 'proofs' });
    expect([filed.status, filed.body.receipt]).toEqual([202, expect.stringMatching(/^[0-9a-f]{16}$/)]);
    const badge = { badge: 'TB1:0123456789ABCDEF', waybillNumber: 'NONE-1' };
    expect((await ask(system, 'badge-checks', badge)).body.result).toBe('NO_MATCH');
    const account = { bank: 'Vietcombank', account: '0011012345678' };
    expect((await ask(system, 'payment-checks', account)).body.result).toBe('NOT_OFFICIAL');
    const wrote = { kind: 'text', from: RECIPIENT, text: `KT 0${CALLING_NUMBER.slice(3)} ${CODE}` };
    const message = { id: 'a-text', content: JSON.stringify(wrote) };
    const handOn = async (secret: string) => {
      const signed = signMessage(secret, message, systemClock.now());
      const answer = await system.fetch(messageRequest(signed, 'demo', 'https://api.example'));
      return [answer.status, await answer.json()];
    };
    for (let times = 0; times < 2; times += 1)
      expect(await handOn(CITIZEN_SECRET)).toEqual([200, { outcome: 'texted' }]);
    expect(system.texts.map(({ headers, body }) => [headers['webhook-id'], JSON.parse(body)])).toEqual(
      [1, 2].map(() => ['a-text', { company: 'demo', to: RECIPIENT, text: CITIZEN_REPLIES.vi.CONFIRMED }]),
    );
    expect(await handOn('a-secret-that-the-gateway-does-not-know')).toMatchObject([
      403,
      { code: 'CALL.MESSAGE_NOT_GENUINE' },
    ]);
    expect(linesOf(system.functions['caller-check-api'])).toEqual([]);
  });
};
