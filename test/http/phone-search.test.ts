import { searchesPerHour } from '@temkin/parcel/domain';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { askForCode, historyPath, postPublicly, type ShownHistory } from '../support/parcel-history.ts';
import { issue } from '../support/parcels.ts';
import { eventBehind } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const RECIPIENT = '0355018274';
const MONTH = 30 * 86_400_000;

interface Found {
  readonly parcelId: string;
  readonly waybillNumber: string;
  readonly state: string;
  readonly party: string;
  readonly issuedAt: string;
}

interface Page {
  readonly parcels: readonly Found[];
  readonly cursor?: string;
}

const partiesOf = async (phone: string) =>
  (await found({ phone })).parcels.map(({ parcelId, party }) => [parcelId, party]);

const person = (phone: string) => ({
  name: 'Lê Văn Tám',
  phone,
  address: { street: 'Số 1', communeCode: '00004' },
});

const search = (by: string, body: object) => system.as(by).post('/v1/parcels/search', body);

const found = async (body: object, by = 'privacy-minh'): Promise<Page> => {
  const answer = await search(by, { purpose: 'subject-request', ...body });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Page;
};

/** Three parcels of one person, issued in three months, and one of others. */
const first = await issue(system, { recipient: person(RECIPIENT) });
system.clock.advance(MONTH);
const second = await issue(system, { recipient: person('0766390152'), sender: person(RECIPIENT) });
system.clock.advance(2 * MONTH);
const third = await issue(system, { recipient: person(RECIPIENT), sender: person(RECIPIENT) });
await issue(system, { recipient: person('0766390152'), sender: undefined });

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a search by phone number', () => {
  it('finds the parcels of a number, in any spelling, by whose it is, newest month first, and nothing personal', async () => {
    for (const phone of [RECIPIENT, '+84 355 018 274', '+84355018274']) {
      const { parcels, cursor } = await found({ phone });
      expect(parcels.map(({ parcelId, party }) => [parcelId, party])).toEqual([
        [third.parcelId, 'both'],
        [second.parcelId, 'sender'],
        [first.parcelId, 'recipient'],
      ]);
      expect(cursor).toBeUndefined();
      expect(parcels.map((one) => Object.keys(one).toSorted())).toEqual(
        parcels.map(() => ['issuedAt', 'parcelId', 'party', 'state', 'waybillNumber']),
      );
    }
    expect(await found({ phone: '0912000111' })).toEqual({ parcels: [] });
  });

  it('is read page by page, each parcel once', async () => {
    for (const limit of [1, 2]) {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await found({ phone: RECIPIENT, limit, ...(cursor !== undefined && { cursor }) });
        expect(page.parcels.length).toBeLessThanOrEqual(limit);
        ids.push(...page.parcels.map(({ parcelId }) => parcelId));
        ({ cursor } = page);
      } while (cursor !== undefined);
      expect(ids).toEqual([third, second, first].map(({ parcelId }) => parcelId));
    }
  });

  it('is read page by page within one month too', async () => {
    const phone = '0588271946';
    const all = new Set<string>();
    for (let n = 0; n < 5; n += 1) all.add((await issue(system, { recipient: person(phone) })).parcelId);
    const one = await found({ phone, limit: 3 });
    const other = await found({ phone, limit: 3, cursor: one.cursor });
    expect([one.parcels.length, other.parcels.length]).toEqual([3, 2]);
    expect(new Set([...one.parcels, ...other.parcels].map(({ parcelId }) => parcelId))).toEqual(all);
  });

  it('is on record with every parcel that it shows, and tells the log nothing of the number', async () => {
    const answer = await search('support-lead-quynh', { phone: RECIPIENT, purpose: 'support' });
    const event = await eventBehind(system.table, answer);
    expect(event).toMatchObject({
      api: { operation: 'parcel.search' },
      resources: [{ type: 'asked-phone' }, { type: 'parcel' }, { type: 'parcel' }, { type: 'parcel' }],
      unmapped: { outcome: 'allowed', purpose: 'support', policies: ['phone-searches-support'] },
    });
    expect(JSON.stringify(event)).not.toContain('355018274');
  });

  it('is shown to the people of the parcels it found', async () => {
    const { challengeId, code } = await askForCode(system, {
      waybillNumber: first.waybillNumber,
      phone: RECIPIENT,
    });
    const answer = await postPublicly(system, historyPath('demo', challengeId), { code });
    const { reads } = (await answer.json()) as ShownHistory;
    expect(reads).toContainEqual({
      time: expect.any(String),
      act: 'found-by-phone',
      role: 'privacy-officer',
      purpose: 'subject-request',
    });
  });

  it('is refused for a purpose that is not of the role, on record', async () => {
    const answer = await search('support-phuc', { phone: RECIPIENT, purpose: 'subject-request' });
    expect(await eventBehind(system.table, answer)).toMatchObject({
      status_code: 'PARCEL.PURPOSE_NOT_ALLOWED',
      resources: [{ type: 'asked-phone' }],
    });
    expect(await codeOf(await search('privacy-minh', { phone: RECIPIENT, purpose: 'support' }))).toBe(
      'PARCEL.PURPOSE_NOT_ALLOWED',
    );
  });

  it('finds nothing of another tenant', async () => {
    await system.enrol({
      subject: 'other-privacy',
      tenant: 'other',
      kind: 'staff',
      roles: ['privacy-officer'],
      scopes: ['parcels:search'],
    });
    expect(await found({ phone: RECIPIENT }, 'other-privacy')).toEqual({ parcels: [] });
  });

  it('finds no parcel whose retention is over', async () => {
    const now = system.clock.now();
    system.clock.advance(8 * MONTH);
    const { parcels } = await found({ phone: RECIPIENT });
    expect(parcels.map(({ parcelId }) => parcelId)).toEqual([third.parcelId]);
    system.clock.set(now);
  });

  it('finds a parcel once whose recipient has the sender’s number by amendment, in another month than it was issued', async () => {
    const [senders, other] = ['0704118263', '0704118264'];
    const parcel = await issue(system, { recipient: person('0704118265'), sender: person(senders) });
    const { parcelId } = parcel;
    system.clock.advance(MONTH);
    const amend = (phone: string) =>
      system.as('order-system').post(`/v1/parcels/${parcelId}/amendments`, { recipient: { phone } });

    expect((await amend(senders)).status).toBe(201);
    expect(await partiesOf(senders)).toEqual([[parcelId, 'both']]);
    expect((await amend(other)).status).toBe(201);
    expect(await partiesOf(senders)).toEqual([[parcelId, 'sender']]);
    expect(await partiesOf(other)).toEqual([[parcelId, 'recipient']]);
  });

  it('is counted up to the hour’s ceiling, exactly, and the next wakes somebody up', async () => {
    system.clock.advance(3_600_000);
    const limit = searchesPerHour.support.at(-1)?.value ?? 0;
    const lines: Record<string, unknown>[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      lines.push(JSON.parse(String(text)) as Record<string, unknown>);
      return true;
    });
    const answers = await Promise.all(
      Array.from({ length: limit + 3 }, () =>
        search('support-phuc', { phone: RECIPIENT, purpose: 'support' }),
      ),
    );
    const codes = await Promise.all(answers.map(codeOf));
    expect(codes.filter((code) => code === 200)).toHaveLength(limit);
    expect(codes.filter((code) => code === 'PARCEL.QUOTA_EXCEEDED')).toHaveLength(3);
    expect(lines.map(({ finding, tenant, purpose }) => [finding, tenant, purpose])).toEqual(
      Array.from({ length: 3 }, () => ['search-ceiling-reached', 'demo', 'support']),
    );
    expect(JSON.stringify(lines)).not.toContain('355018274');
    system.clock.advance(3_600_000);
    expect(await codeOf(await search('support-phuc', { phone: RECIPIENT, purpose: 'support' }))).toBe(200);
  });

  it('meets no fault of ours', () => {
    expect(system.faults).toEqual([]);
  });
});
