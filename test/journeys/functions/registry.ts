import { expect, it } from 'vitest';
import type { Deployment } from '../../support/deployment.ts';
import { jpeg } from '../../support/images.ts';
import {
  bringImage,
  bringPapers,
  caseFor,
  knownAs,
  lookAt,
  numberAt,
  openRegistry,
  registerHolder,
  registrationOf,
  transactionFor,
  verifyHolder,
} from '../../support/registrations.ts';

/** People who hold numbers. */
export const registry = (system: Deployment): void => {
  it('keeps people who hold numbers under keys that no other function has', async () => {
    await openRegistry(system, { expectedPeople: 1_000_000 });
    const transactionId = await transactionFor(system, 'registrar-giang', 'registration');
    // The journeys' clocks may stand on another day than the portrait was taken.
    const takenAt = '2026-01-01T00:00:00Z';
    const face = jpeg(5_000);
    const papers = () => bringPapers(system, { face, takenAt });
    const unnamed = await bringImage(system, jpeg(), 'registrar-hoa');
    expect([...system.registry.objects.keys()].some((name) => name.endsWith(unnamed.imageId))).toBe(true);
    const picture = { 'content-type': 'image/jpeg' };
    for (const _ of [1, 2])
      expect((await system.as('support-phuc').post('/v1/registry/images', jpeg(), picture)).status).toBe(403);
    const shown = await papers();
    const { portrait } = shown.holder;
    const { personId, subscriptionId } = await registerHolder(
      system,
      1,
      registrationOf(1, { ...shown, transactionId }),
    );
    system.identities.know(knownAs(1));
    const { imageId: faceImageId } = await bringImage(system);
    for (const key of ['verify-1', 'verify-1']) {
      const verified = await verifyHolder(system, { subscriptionId, transactionId, faceImageId }, { key });
      expect(await verified.json()).toMatchObject({ outcome: 'verified', state: 'active' });
    }
    for (const _ of [1, 2])
      expect((await verifyHolder(system, { subscriptionId, transactionId: '0'.repeat(32) })).status).toBe(
        403,
      );
    const more = await papers();
    const further = registrationOf(1, {
      ...more,
      subscription: numberAt('0912900001', more.subscription),
    });
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
    const correction = await caseFor(system, 'support-lead-quynh', 'correction', personId);
    const image = await lookAt(system, {
      personId,
      caseId: correction,
      imageId: more.holder.portrait.imageId,
    });
    expect(image.equals(Buffer.from(face))).toBe(true);
    const caseId = await caseFor(system, 'registrar-giang', 'correction', personId);
    expect(portrait.imageId).not.toBe(more.holder.portrait.imageId);
    const upon = { purpose: 'registration', transactionId };
    const search = await system
      .as('registrar-giang')
      .post('/v1/subscribers/search', { ...upon, msisdn: '0912900001' });
    expect(await search.json()).toMatchObject({ matches: [{ personId }] });
    const read = await system
      .as('registrar-giang')
      .post(`/v1/subscribers/${personId}/read`, { ...upon, fields: { name: 'full' } });
    expect(await read.json()).toMatchObject({ holder: { name: 'Nguyễn Thị Hoà' } });
    const amended = await system
      .as('registrar-hoa')
      .patch(`/v1/subscribers/${personId}`, { caseId, holder: { name: 'Nguyễn Thị Huệ' } });
    expect(await amended.json()).toEqual({ personId, version: 3 });
    const contracted = await system.as('registrar-hoa').patch(`/v1/subscriptions/${subscriptionId}`, {
      caseId,
      subscription: { contract: await bringImage(system) },
    });
    expect(await contracted.json()).toMatchObject({ subscriptionId });
    expect((await system.as('registrar-giang').post(`/v1/registry/cases/${caseId}/close`)).status).toBe(200);
  });
};
