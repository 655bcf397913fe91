import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { auditPage } from '../support/audit-pages.ts';
import { issue } from '../support/parcels.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();

const parcel = await issue(system);
for (let count = 0; count < 4; count += 1) await issue(system);
const [event] = (await auditPage(system, { action: 'parcel.issue' })).events;
const subject = event?.resources[0]?.pseudonym ?? '';
const actor = event?.actor.pseudonym ?? '';

const QUESTION = { action: 'parcel.issue' };
const MONTH = 31 * 86_400_000;

let cursor = '';

beforeAll(async () => {
  cursor = (await auditPage(system, { ...QUESTION, limit: 2 })).cursor ?? '';
});

const codeFor = async (query: object, by = 'auditor-khanh'): Promise<unknown> =>
  codeOf(await system.as(by).post('/v1/audit/queries', query));

/** Another character of base64url. */
const otherThan = (character: string): string => (character === 'A' ? 'B' : 'A');

const partsOf = (of: string): readonly string[] => of.split('.');

const withPart = (at: number, part: string): string => partsOf(cursor).with(at, part).join('.');

describe('a cursor', () => {
  it('leads on for the question that it was given for, with any limit', async () => {
    for (const limit of [1, 3])
      expect((await auditPage(system, { ...QUESTION, limit, cursor })).events).toHaveLength(limit);
  });

  it('is refused with any of its characters another', async () => {
    for (let at = 0; at < cursor.length; at += 1) {
      const altered = cursor.slice(0, at) + otherThan(cursor[at] ?? '') + cursor.slice(at + 1);
      expect([at, await codeFor({ ...QUESTION, cursor: altered })]).toEqual([at, 'AUDIT.CURSOR_INVALID']);
    }
  });

  it.each<[string, () => string]>([
    ['without its end', () => cursor.slice(0, -1)],
    ['without its tag', () => partsOf(cursor).slice(0, 3).join('.')],
    ['with an empty tag', () => withPart(3, '')],
    ['with a tag of a byte', () => withPart(3, 'AA')],
    ['with more behind it', () => `${cursor}.AA`],
    ['with the tag padded', () => `${cursor}==`],
    ['of another version', () => withPart(0, '2')],
    ['of no version', () => partsOf(cursor).slice(1).join('.')],
    ['of a key that there is not', () => withPart(1, '2026-10')],
    ['of a key that is none', () => withPart(1, '../../x')],
    ['of another position', () => withPart(2, Buffer.from('{"asOf":{},"indexed":{}}').toString('base64url'))],
    ['of words', () => 'next please'],
    ['as cursors were once', () => '01890a5d-ac96-7000-8000-000000000001'],
  ])('is refused %s', async (_, alter) => {
    expect(await codeFor({ ...QUESTION, cursor: alter() })).toBe('AUDIT.CURSOR_INVALID');
  });

  it.each([
    ['no action', {}],
    ['another action', { action: 'audit.query' }],
    ['an outcome besides', { ...QUESTION, outcome: 'allowed' }],
    ['a beginning besides', { ...QUESTION, from: '2026-01-01T00:00:00Z' }],
    ['an end besides', { ...QUESTION, to: '2027-01-01T00:00:00Z' }],
    ['a subject besides', { ...QUESTION, subject }],
    ['an actor besides', { ...QUESTION, actor }],
    ['a parcel besides', { ...QUESTION, parcelId: parcel.parcelId }],
  ])('is refused for another question: %s', async (_, question) => {
    expect(await codeFor({ ...question, cursor })).toBe('AUDIT.CURSOR_INVALID');
  });

  it('is refused where what was asked for stands at another place of the question', async () => {
    const text = 'A'.repeat(22);
    const other = (await auditPage(system, { actor, limit: 1 })).cursor;
    expect(other).toBeDefined();
    expect(await codeFor({ subject: actor, cursor: other })).toBe('AUDIT.CURSOR_INVALID');
    expect(await codeFor({ actor: text, cursor: other })).toBe('AUDIT.CURSOR_INVALID');
  });

  it('is refused to another company, also for the same question', async () => {
    expect(await codeFor({ ...QUESTION, cursor }, 'other-auditor')).toBe('AUDIT.CURSOR_INVALID');
  });

  it('leaves nothing on record where it is refused', async () => {
    const before = (await recordedEvents(system.table)).length;
    await codeFor({ ...QUESTION, cursor: 'x' });
    expect(await recordedEvents(system.table)).toHaveLength(before);
  });

  it('says no pseudonym and nothing of the question', async () => {
    const asked = await auditPage(system, { subject, limit: 1, outcome: 'allowed' });
    const position = Buffer.from(partsOf(asked.cursor ?? '')[2] ?? '', 'base64url').toString();
    expect(JSON.parse(position)).toEqual({
      position: { asOf: {}, indexed: {}, beyond: {}, waiting: expect.any(String) },
      until: expect.any(Number),
    });
    for (const word of [subject, actor, 'allowed', 'demo']) expect(position).not.toContain(word);
  });

  it('holds in a later month, in which another key is in use, and stays short over two years’ logs', async () => {
    await system.log.sequence();
    await system.log.follow();
    system.clock.advance(2 * MONTH);
    const { events } = await auditPage(system, { ...QUESTION, limit: 1, cursor });
    expect(events).toHaveLength(1);
    await issue(system);
    await system.log.sequence();
    await system.log.follow();
    const later = await auditPage(system, { ...QUESTION, limit: 1 });
    expect(later.asOf).toHaveLength(2);
    expect(later.cursor?.length).toBeLessThan(600);
    expect(partsOf(later.cursor ?? '')[1]).toBe('2027-01');
  });

  it('crosses nothing by a fault', () => {
    expect(system.faults).toEqual([]);
  });

  it('says how far the index has come, and nothing of the writers, however many there are', async () => {
    await system.log.sequence();
    await system.log.follow();
    const { cursor: indexed = '' } = await auditPage(system, { ...QUESTION, limit: 2 });
    const progress = JSON.parse(Buffer.from(partsOf(indexed)[2] ?? '', 'base64url').toString()) as {
      readonly position: { readonly indexed: Readonly<Record<string, object>> };
    };
    const cursors = Object.values(progress.position.indexed);
    expect(cursors.length).toBeGreaterThan(0);
    for (const known of cursors)
      expect(Object.keys(known).toSorted()).toEqual(['indexedThrough', 'latest', 'widest']);
  });
});
