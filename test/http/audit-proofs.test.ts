import { outboxPut, toEntry, toOcsf } from '@temkin/audit-event';
import { eventIds, systemRandom, toBase64 } from '@temkin/kernel';
import { leafHash, parseCheckpoint, parseNote } from '@temkin/tlog';
import { describe, expect, it, onTestFinished } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { down } from '../support/failing-writes.ts';
import { issue, newParcel } from '../support/parcels.ts';
import { proofHolds } from '../support/proof-holds.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { sha256 } from '../support/sha256.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const { blobs } = system.log;

const CHECKPOINT = 'demo/2026/checkpoint';

const auditor = system.as('auditor-khanh');

const proofOf = (eventId: string | undefined, by = 'auditor-khanh') =>
  system.as(by).get(`/v1/audit/events/${eventId}/proof`);

/** Somebody's parcel, and the receipt of its event. */
const issued = async () => receiptOf(await system.as('order-system').post('/v1/parcels', newParcel()));

const recorded = async (): Promise<number> => (await recordedEvents(system.table)).length;

const holds = async (text: string, leaf: string | undefined): Promise<boolean> =>
  proofHolds(text, await (await auditor.get('/v1/audit/log/demo/2026/vkey')).text(), leaf ?? '');

/** Events of the system, as many as two tiles and some. */
const recordMany = async (): Promise<readonly string[]> => {
  const newEventId = eventIds(system.clock, systemRandom);
  const puts = Array.from({ length: 300 }, (_, n) => {
    const [eventId, time] = [newEventId(), system.clock.now()];
    const actor = { pseudonym: 'A'.repeat(22), roles: ['sorter'] };
    const head = { eventId, time, tenant: 'demo', actor, writer: { session: '0'.repeat(32), n, void: [] } };
    const entry = toEntry(toOcsf(head, { action: 'parcel.read', outcome: 'allowed', resources: [] }));
    return { put: outboxPut('demo', eventId, entry), eventId, entry };
  });
  for (let at = 0; at < puts.length; at += 100)
    await system.table.transact(
      puts.slice(at, at + 100).map(({ put }) => put),
      puts[at]?.eventId ?? '',
    );
  return Promise.all(
    puts.map(async ({ eventId, entry }) => `${eventId} ${toBase64(await leafHash(sha256, entry))}`),
  );
};

describe('a receipt', () => {
  it('is redeemed for a proof that its event stands in the log, by the log’s own key', async () => {
    const receipts = [await issued(), await issued()];
    await system.log.sequence();
    receipts.push(await issued());
    await system.log.sequence();
    await system.log.follow();
    for (const receipt of receipts) {
      const answer = await proofOf(receipt?.eventId);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
      const text = await answer.text();
      expect(text.startsWith('c2sp.org/tlog-proof@v1\nindex ')).toBe(true);
      for (const { eventId = '', leaf = '' } of receipts.flatMap((other) => other ?? []))
        expect(await holds(text, leaf)).toBe(eventId === receipt?.eventId);
    }
  });

  it('of any of many hundred events is redeemed, whichever tiles it takes', async () => {
    const many = await recordMany();
    await system.log.sequence();
    await system.log.follow();
    for (const one of many.filter((_, at) => at % 37 === 0 || at === many.length - 1)) {
      const [eventId, leaf] = one.split(' ');
      expect(await holds(await (await proofOf(eventId)).text(), leaf)).toBe(true);
    }
  });

  it('cannot be redeemed as long as its event waits, and is said when to come again', async () => {
    const receipt = await issued();
    const before = await recorded();
    const answer = await proofOf(receipt?.eventId);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([409, '10']);
    expect(await codeOf(answer)).toBe('AUDIT.NOT_MERGED');
    expect(await recorded()).toBe(before);
    await system.log.sequence();
    expect((await proofOf(receipt?.eventId)).status).toBe(200);
  });

  it('cannot be redeemed as long as no checkpoint speaks of its event', async () => {
    const former = blobs.stored.get(CHECKPOINT) ?? new Uint8Array();
    const receipt = await issued();
    await system.log.sequence();
    const newest = blobs.stored.get(CHECKPOINT) ?? new Uint8Array();
    blobs.stored.set(CHECKPOINT, former);
    expect(await codeOf(await proofOf(receipt?.eventId))).toBe('AUDIT.NOT_MERGED');
    blobs.stored.delete(CHECKPOINT);
    expect(await codeOf(await proofOf(receipt?.eventId))).toBe('AUDIT.NOT_MERGED');
    blobs.stored.set(CHECKPOINT, newest);
    expect((await proofOf(receipt?.eventId)).status).toBe(200);
  });
});

describe('a proof', () => {
  it('is asked for on record', async () => {
    const receipt = await issued();
    await system.log.sequence();
    expect(await eventBehind(system.table, await proofOf(receipt?.eventId))).toMatchObject({
      api: { operation: 'audit.prove' },
      resources: [{ type: 'event', uid: receipt?.eventId }],
    });
  });

  it('is not given where that cannot be put on record', async () => {
    const receipt = await issued();
    await system.log.sequence();
    onTestFinished(() => staged.stage());
    staged.stage(down);
    expect(await codeOf(await proofOf(receipt?.eventId))).toBe('AUDIT.UNAVAILABLE');
  });

  it('of an event that there is not, or of another company, is unknown', async () => {
    const receipt = await issued();
    await system.log.sequence();
    const nowhere = eventIds(system.clock, systemRandom)();
    for (const answer of [await proofOf(nowhere), await proofOf(receipt?.eventId, 'other-auditor')])
      expect(await codeOf(answer)).toBe('AUDIT.EVENT_UNKNOWN');
  });

  it('does not leave where the log’s own files do not bear it out', async () => {
    await issue(system);
    const receipt = await issued();
    await system.log.sequence();
    const size = parseCheckpoint(
      parseNote(new TextDecoder().decode(blobs.stored.get(CHECKPOINT)))?.text ?? '',
    )?.size;
    const tile = `demo/2026/tile/0/001.p/${(size ?? 0) % 256}`;
    const bytes = blobs.stored.get(tile);
    blobs.stored.set(
      tile,
      Uint8Array.from(bytes ?? [], (byte) => byte ^ 1),
    );
    const answer = await proofOf(receipt?.eventId);
    expect([answer.status, system.faults.length]).toEqual([500, 1]);
    expect(String(system.faults[0]?.error)).toContain('others than were signed');
    blobs.stored.set(tile, bytes ?? new Uint8Array());
    expect((await proofOf(receipt?.eventId)).status).toBe(200);
  });
});
