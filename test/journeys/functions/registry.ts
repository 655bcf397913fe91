import { expect, it } from 'vitest';
import type { Deployment } from '../../support/deployment.ts';
import {
  caseFor,
  numberAt,
  openRegistry,
  registerHolder,
  registrationOf,
  transactionFor,
} from '../../support/registrations.ts';

/** People who hold numbers. */
export const registry = (system: Deployment): void => {
  it('keeps people who hold numbers under keys that no other function has', async () => {
    await openRegistry(system);
    const transactionId = await transactionFor(system, 'registrar-giang', 'registration');
    // The journeys' clocks may stand on another day than the portrait was taken.
    const portrait = { imageId: 'image-1', sha256: 'ab'.repeat(32), takenAt: '2026-01-01T00:00:00Z' };
    const { personId } = await registerHolder(
      system,
      1,
      registrationOf(1, { holder: { portrait }, transactionId }),
    );
    const further = registrationOf(1, { holder: { portrait }, subscription: numberAt('0912900001') });
    for (const name of ['registrar-giang', 'registrar-giang']) {
      const answer = await system
        .as(name)
        .post('/v1/subscriptions', further, { 'idempotency-key': 'further-1' });
      expect(await answer.json()).toMatchObject({ personId });
    }
    const refused = await system.as('support-phuc').post('/v1/registry/transactions', {
      purpose: 'registration',
    });
    expect(refused.status).toBe(403);
    const caseId = await caseFor(system, 'registrar-giang', 'correction', personId);
    expect((await system.as('registrar-giang').post(`/v1/registry/cases/${caseId}/close`)).status).toBe(200);
  });
};
