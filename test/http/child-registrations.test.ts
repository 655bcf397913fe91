import { judgeRow, rowReader } from '@temkin/subscriber/domain';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf, faultsIn } from '../support/answer-codes.ts';
import { holderOf, openRegistry, registrationOf } from '../support/registrations.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();

/** What keeps such a record out of a strict import. */
const strictly = ({
  holder,
  subscription,
}: {
  readonly holder: object;
  readonly subscription: object;
}): readonly string[] => {
  const settled = { ordinal: 1, registeredAt: '2026-11-23T00:30:00Z', state: 'pending' };
  const row = { holder, subscription: { ...subscription, ...settled } };
  const read = rowReader({ format: 'ndjson' })({ text: JSON.stringify(row) });
  const verdict = judgeRow(read, 'strict', system.clock.now());
  return verdict.outcome === 'accepted'
    ? []
    : verdict.faults.map(({ pointer, code }) => `${pointer} ${code}`);
};

const registered = (body: object): Promise<Response> =>
  system.as('registrar-giang').post('/v1/subscriptions', body);

describe('the registration of a child', () => {
  beforeAll(() => openRegistry(system));

  it('of a small child wants the papers of its guardian alone, as a strict import does', async () => {
    const { kind: _kind, ...guardian } = holderOf(10);
    const holder = { kind: 'child', name: 'Lê Bé An', birthDate: '2023-01-01', guardian };
    const registration = { ...registrationOf(10), holder };
    expect(strictly(registration)).toEqual([]);
    expect(await codeOf(await registered(registration))).toBe(201);
    const { document: _document, ...bare } = guardian;
    const paperless = { ...registration, holder: { ...holder, guardian: bare } };
    expect(strictly(paperless)).toEqual(['/holder/guardian/document missing-document']);
    expect(await faultsIn(await registered(paperless))).toEqual([
      'SUBSCRIBER.RECORD_REFUSED',
      '/holder/guardian/document missing-document',
      '/method METHOD_NOT_ALLOWED',
    ]);
  });

  it('of a child of ten wants its own papers, consent and proof, as a strict import does', async () => {
    const { kind: _kind, ...guardian } = holderOf(11);
    const own = { birthDate: '2016-05-01', identity: { kind: 'personal', number: '001316100011' } };
    const registration = registrationOf(11, { holder: { ...own, kind: 'child', guardian } });
    const lacking = [
      '/holder/guardianConsent missing-guardian-consent',
      '/holder/relationshipProof missing-relationship-proof',
    ];
    expect(strictly(registration)).toEqual(lacking);
    expect(await faultsIn(await registered(registration))).toEqual(['SUBSCRIBER.RECORD_REFUSED', ...lacking]);
  });
});
