import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { jpeg, png } from '../support/images.ts';
import {
  bringImage,
  caseFor,
  lookAt,
  openRegistry,
  registerHolder,
  registrationOf,
} from '../support/registrations.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();

const brought = (bytes: Uint8Array, type = 'image/jpeg', by = 'registrar-giang'): Promise<Response> =>
  system.as(by).post('/v1/registry/images', bytes, { 'content-type': type });

const broughtToImport = (by: string, bytes: Uint8Array = jpeg()): Promise<Response> =>
  system.as(by).post('/v1/registry/import-images', bytes, { 'content-type': 'image/jpeg' });

beforeAll(() => openRegistry(system));

describe('an image that is brought', () => {
  it('is answered by its name, its hash and until when it waits', async () => {
    const answer = await brought(png(900), 'image/png');
    expect([answer.status, await answer.json()]).toEqual([
      201,
      {
        imageId: expect.stringMatching(/^[0-9a-f]{32}$/),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        bytes: 900,
        endsAt: expect.stringMatching(/^2026-11-24T/),
      },
    ]);
    expect(answer.headers.get('audit-event')).not.toBeNull();
  });

  it('is more than other bodies may be, and no more than two million bytes', async () => {
    expect((await brought(jpeg(2_000_000))).status).toBe(201);
    expect(await codeOf(await brought(jpeg(2_000_001)))).toBe('REQUEST.TOO_LARGE');
  });

  it('is refused where its first bytes are no picture’s, whatever it is called', async () => {
    expect(await codeOf(await brought(Buffer.from('%PDF-1.7')))).toBe('SUBSCRIBER.IMAGE_NOT_TAKEN');
    expect(await codeOf(await brought(jpeg(), 'application/pdf'))).toBe('REQUEST.MEDIA_TYPE');
  });

  it('is refused where it is empty, and told so', async () => {
    expect(await (await brought(Buffer.alloc(0))).json()).toMatchObject({
      code: 'REQUEST.INVALID',
      errors: [{ pointer: '', detail: 'Must have at least 1 byte.' }],
    });
  });

  it('is refused to whoever registers nobody', async () => {
    expect(await codeOf(await brought(jpeg(), 'image/jpeg', 'support-phuc'))).toBe('ACCESS.ROLE_NOT_ALLOWED');
  });
});

describe('an image that is brought for an import', () => {
  it('waits for thirty days, so that it may come long before its row', async () => {
    const answer = await broughtToImport('operator-mobile', jpeg(1_200));
    expect([answer.status, await answer.json()]).toEqual([
      201,
      {
        imageId: expect.stringMatching(/^[0-9a-f]{32}$/),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        bytes: 1_200,
        endsAt: expect.stringMatching(/^2026-12-23T/),
      },
    ]);
    expect(answer.headers.get('audit-event')).not.toBeNull();
  });

  it('is an image like all others, and no more than two million bytes', async () => {
    expect(await codeOf(await broughtToImport('operator-mobile', jpeg(2_000_001)))).toBe('REQUEST.TOO_LARGE');
    expect(await codeOf(await broughtToImport('operator-mobile', Buffer.from('%PDF-1.7')))).toBe(
      'SUBSCRIBER.IMAGE_NOT_TAKEN',
    );
  });

  it('is refused to whoever imports nothing, and one of a registration to whoever registers nobody', async () => {
    for (const name of ['registrar-giang', 'privacy-minh'])
      expect([name, await codeOf(await broughtToImport(name))]).toEqual([name, 'ACCESS.ROLE_NOT_ALLOWED']);
    expect(await codeOf(await brought(jpeg(), 'image/jpeg', 'operator-mobile'))).toBe(
      'ACCESS.ROLE_NOT_ALLOWED',
    );
  });
});

describe('an image of a person', () => {
  it('is shown byte for byte upon a case of somebody else, and to nobody without one', async () => {
    const bytes = jpeg(70_000);
    const portrait = { ...(await bringImage(system, bytes)), takenAt: '2026-11-23T00:30:00Z' };
    const { personId } = await registerHolder(system, 1, registrationOf(1, { holder: { portrait } }));
    const caseId = await caseFor(system, 'support-lead-quynh', 'correction', personId);
    const { imageId } = portrait;
    expect((await lookAt(system, { personId, imageId, caseId })).equals(bytes)).toBe(true);
    const look = (body: object) =>
      system.as('registrar-giang').post(`/v1/subscribers/${personId}/images/${imageId}/read`, {
        purpose: 'correction',
        field: 'portrait',
        caseId,
        ...body,
      });
    expect((await look({})).headers.get('content-type')).toBe('image/jpeg');
    expect(await codeOf(await look({ caseId: '0'.repeat(32) }))).toBe('SUBSCRIBER.BASIS_REQUIRED');
    const own = await caseFor(system, 'registrar-giang', 'correction', personId);
    expect(await codeOf(await look({ caseId: own }))).toBe('SUBSCRIBER.BASIS_REQUIRED');
    expect(await codeOf(await look({ field: 'documentImages' }))).toBe('SUBSCRIBER.UNKNOWN');
    expect(system.faults).toEqual([]);
  });

  it('is taken once: who names it for somebody else, or never brought it, is refused', async () => {
    const portrait = { ...(await bringImage(system)), takenAt: '2026-11-23T00:30:00Z' };
    await registerHolder(system, 2, registrationOf(2, { holder: { portrait } }));
    for (const image of [portrait, { ...portrait, imageId: '0'.repeat(32) }]) {
      const body = registrationOf(3, { holder: { portrait: image } });
      expect(await codeOf(await system.as('registrar-giang').post('/v1/subscriptions', body))).toBe(
        'SUBSCRIBER.IMAGE_UNKNOWN',
      );
    }
  });
});
