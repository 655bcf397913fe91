import { keyOf } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { askForCode, historyPath, postPublicly, type ShownHistory } from '../support/parcel-history.ts';
import { issue } from '../support/parcels.ts';
import { eventBehind } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
await system.enrol({
  subject: 'other-privacy',
  tenant: 'other',
  kind: 'staff',
  roles: ['privacy-officer'],
  scopes: ['subject-requests:handle'],
});

interface Filed {
  readonly requestId: string;
  readonly kind: string;
  readonly state: string;
  readonly filedAt: string;
  readonly replyBy?: string;
  readonly doneBy: string;
  readonly outcome?: string;
}

/** Opens the history of a new parcel, and answers what may follow. */
const openedHistory = async () => {
  const { waybillNumber, parcelId } = await issue(system, {
    recipient: { name: 'Lê Văn Tám', phone: '0355018274', address: { street: 'Số 1', communeCode: '00004' } },
  });
  system.clock.advance(86_400_000);
  const { challengeId, code } = await askForCode(system, { waybillNumber, phone: '0355018274' });
  const answer = await postPublicly(system, historyPath('demo', challengeId), { code });
  const { followUp } = (await answer.json()) as ShownHistory;
  return { parcelId, challengeId, followUp };
};

const file = (challengeId: string, followUp: string, kind = 'erasure', company = 'demo') =>
  postPublicly(system, historyPath(company, challengeId, 'requests'), { followUp, kind });

const officer = () => system.as('privacy-minh');

const listed = async (
  query = '',
): Promise<{ readonly requests: readonly Filed[]; readonly cursor?: string }> =>
  (await (await officer().get(`/v1/subject-requests${query}`)).json()) as Awaited<ReturnType<typeof listed>>;

describe('a request of a parcel’s people', () => {
  it('is on file with its legal dates and on record, and changes nothing of the parcel', async () => {
    const { parcelId, challengeId, followUp } = await openedHistory();
    const key = keyOf('parcels', 'parcel', { tenant: 'demo', parcelId });
    const before = await system.table.get(key);
    // Friday noon: two working days end with Tuesday.
    system.clock.set(Date.parse('2026-11-27T12:00:00+07:00'));
    const again = await openedHistory();
    const answer = await file(again.challengeId, again.followUp);
    expect(answer.status).toBe(201);
    expect(await eventBehind(system.table, answer)).toMatchObject({
      api: { operation: 'subject-request.file' },
      resources: [{ type: 'parcel' }, { type: 'subject-request' }],
      unmapped: { change: 'erasure', grounds: 'recipient' },
    });
    const filed = (await answer.json()) as Filed;
    // A day later, for messages of the day: Saturday.
    expect(filed).toMatchObject({
      kind: 'erasure',
      state: 'open',
      replyBy: '2026-12-01T17:00:00.000Z',
      doneBy: '2026-12-18T17:00:00.000Z',
    });
    expect(await system.table.get(key)).toEqual(before);
    expect(challengeId + followUp).not.toBe('');
  });

  it('is filed once for each kind, however often it is sent', async () => {
    const { challengeId, followUp } = await openedHistory();
    const first = (await (await file(challengeId, followUp, 'masking')).json()) as Filed;
    const answers = await Promise.all([1, 2, 3].map(() => file(challengeId, followUp, 'masking')));
    for (const answer of answers) expect(await answer.json()).toEqual(first);
    const complaint = (await (await file(challengeId, followUp, 'complaint')).json()) as Filed;
    expect(complaint.requestId).not.toBe(first.requestId);
    expect(complaint).not.toHaveProperty('replyBy');
  });

  it('needs the word that the history came with, of that challenge, in its time', async () => {
    const [one, other] = [await openedHistory(), await openedHistory()];
    for (const [challengeId, followUp, company] of [
      [one.challengeId, other.followUp, 'demo'],
      [one.challengeId, 'A'.repeat(43), 'demo'],
      ['0'.repeat(32), one.followUp, 'demo'],
      [one.challengeId, one.followUp, 'other'],
    ] as const)
      expect(await codeOf(await file(challengeId, followUp, 'erasure', company))).toBe('PARCEL.CODE_INVALID');
    system.clock.advance(31 * 60_000);
    expect(await codeOf(await file(other.challengeId, other.followUp))).toBe('PARCEL.CODE_INVALID');
  });
});

describe('those who handle requests', () => {
  it('list the open ones page by page, and close each with its outcome, once and for all', async () => {
    const all: Filed[] = [];
    let cursor: string | undefined;
    do {
      const page = await listed(`?limit=1${cursor === undefined ? '' : `&cursor=${cursor}`}`);
      all.push(...page.requests);
      cursor = page.cursor;
    } while (cursor !== undefined);
    // Two were made with one code, and so are of one instant.
    expect(all[0]?.kind).toBe('erasure');
    expect(all.map(({ kind }) => kind).toSorted()).toEqual(['complaint', 'erasure', 'masking']);
    const [first] = all;
    const closing = `/v1/subject-requests/${first?.requestId}/close`;
    const closed = await officer().post(closing, { outcome: 'partly-fulfilled' });
    expect(await closed.clone().json()).toMatchObject({ state: 'closed', outcome: 'partly-fulfilled' });
    expect(await eventBehind(system.table, closed)).toMatchObject({
      resources: [{ type: 'parcel' }, { type: 'subject-request', uid: first?.requestId }],
      unmapped: { change: 'partly-fulfilled' },
    });
    const again = await system.as('support-lead-quynh').post(closing, { outcome: 'refused' });
    expect(await again.json()).toMatchObject({ outcome: 'partly-fulfilled' });
    expect((await listed()).requests).toEqual(all.slice(1));
    expect((await listed('?state=closed')).requests).toMatchObject([{ requestId: first?.requestId }]);
  });

  it('see and close nothing of another tenant', async () => {
    const stranger = system.as('other-privacy');
    expect(await (await stranger.get('/v1/subject-requests')).json()).toEqual({ requests: [] });
    const [open] = (await listed()).requests;
    const closing = `/v1/subject-requests/${open?.requestId}/close`;
    expect(await codeOf(await stranger.post(closing, { outcome: 'fulfilled' }))).toBe(
      'PARCEL.REQUEST_UNKNOWN',
    );
  });

  it('meet no fault of ours', () => {
    expect(system.faults).toEqual([]);
  });
});
