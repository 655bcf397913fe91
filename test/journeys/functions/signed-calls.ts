import { kmsRootKey } from '@temkin/aws';
import { systemClock } from '@temkin/kernel';
import { readIdentityHeader } from '@temkin/caller-id/domain';
import { expect, it, onTestFinished } from 'vitest';
import { declaredCalls, POOL_NUMBER, RECIPIENT } from '../../support/declared-calls.ts';
import { OPERATOR_CERTIFICATE } from '../../support/deployed-call-signing.ts';
import type { Deployment } from '../../support/deployment.ts';
import { linesOf } from '../../support/function-process.ts';
import { testKmsClient } from '../../support/kms-simulator.ts';

/** A call from its declaration to where it comes in. */
export const signedCalls = (system: Deployment): void => {
  it('are signed by the key service for a client that shows its certificate, and pass where they come in', async () => {
    const client = testKmsClient(system.kms.endpoint);
    onTestFinished(() => client.destroy());
    const calls = declaredCalls({
      table: system.store.table,
      clock: systemClock,
      rootKeys: { main: kmsRootKey({ client, keyId: system.rootKeys('main') }) },
    });
    await calls.addNumber();
    const { intentId } = await calls.declare();
    const operator = system.as('operator-mobile');
    const shown = { 'x-client-certificate-sha256': OPERATOR_CERTIFICATE };
    const request = { signingRequest: { orig: { tn: POOL_NUMBER }, dest: { tn: [RECIPIENT] } } };

    expect((await operator.post('/stir/v1/signing', request)).status).toBe(403);
    const response = await operator.post('/stir/v1/signing', request, shown);
    expect(response.status).toBe(200);
    const { signingResponse } = (await response.json()) as {
      readonly signingResponse: { readonly identityHeader: string };
    };
    const { identityHeader } = signingResponse;
    const header = readIdentityHeader(identityHeader);
    expect(header?.token.payload.origid).toBe(intentId);
    expect(linesOf(system.functions['stir-api']).map((line) => line.finding)).toEqual(['call-signed']);

    // Active, and no shipper: whose role was taken away signs as little as whoever is suspended.
    await calls.declare({ shipper: 'sorter-chi', phone: '+84987654321' });
    const another = { signingRequest: { orig: { tn: POOL_NUMBER }, dest: { tn: ['+84987654321'] } } };
    expect((await operator.post('/stir/v1/signing', another, shown)).status).toBe(403);

    const call = { from: { tn: POOL_NUMBER }, to: { tn: RECIPIENT }, callId: 'a84b4c76e66710' };
    for (const callId of ['a84b4c76e66710', 'another']) {
      const verified = await operator.post(
        '/stir/v1/verification',
        { verificationRequest: { ...call, callId, identityHeader } },
        shown,
      );
      expect(await verified.json()).toMatchObject({
        verificationResponse: {
          verstatValue: callId === 'another' ? 'TN-Validation-Failed' : 'TN-Validation-Passed',
        },
      });
    }
    const served = await system.fetch(new Request(header?.info ?? ''));
    expect([served.status, served.headers.get('content-type')]).toEqual([
      200,
      'application/pem-certificate-chain',
    ]);
    expect((await system.fetch(new Request('https://api.example/.well-known/jwks.json'))).status).toBe(200);
  });
};
