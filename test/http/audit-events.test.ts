import { outboxPut, toEntry, toOcsf } from '@temkin/audit-event';
import { eventIds, systemRandom, type Receipt } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { handTo, issue, openShift } from '../support/parcels.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();

const { shiftId } = await openShift(system, 'shipper-an');
const parcel = await issue(system);
await handTo(system, parcel, shiftId);
const reading = await system
  .as('shipper-an')
  .post('/v1/parcels/resolve', { token: parcel.token, purpose: 'delivery' });
const { eventId } = receiptOf(reading) as Receipt;

const get = (id: string, by = 'auditor-khanh') => system.as(by).get(`/v1/audit/events/${id}`);

describe('one event', () => {
  it('is answered as api.md promises', async () => {
    const answer = await get(eventId);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      eventId,
      time: expect.stringMatching(/^2026-11-23T01:00:0\d\.\d{3}Z$/),
      action: 'parcel.resolve',
      outcome: 'allowed',
      actor: {
        pseudonym: expect.stringMatching(/^[\w-]{22}$/),
        role: 'shipper',
        facility: 'HN-BA-DINH',
      },
      // The first reading of a shipper changes the parcel: it keeps who has read it.
      resources: [{ type: 'parcel', pseudonym: expect.stringMatching(/^[\w-]{22}$/), version: 5 }],
      purpose: 'delivery',
      groups: ['delivery', 'payment'],
    });
  });

  it('is itself read on record', async () => {
    expect(await eventBehind(system.table, await get(eventId))).toMatchObject({
      api: { operation: 'audit.read' },
      resources: [{ type: 'event', uid: eventId }],
    });
  });

  it('is unknown where there is none, and to another tenant, in the same words', async () => {
    const nowhere = eventIds(system.clock, systemRandom)();
    const answers = [await get(nowhere), await get(eventId, 'other-auditor')];
    const [a, b] = await Promise.all(answers.map(async (answer) => [answer.status, await answer.json()]));
    expect(a).toEqual([404, expect.objectContaining({ code: 'AUDIT.EVENT_UNKNOWN' })]);
    expect(b).toEqual(a);
    expect(answers.map(receiptOf)).not.toContain(undefined);
  });

  it('is asked for by an event id and nothing else', async () => {
    for (const id of ['x', eventId.toUpperCase(), eventId.replace(/-7/, '-4'), `${eventId}0`])
      expect(await codeOf(await get(id))).toBe('REQUEST.INVALID');
  });
});

describe('the record', () => {
  it('is open to auditors with the scope, and to nobody else', async () => {
    for (const by of [
      'shipper-an',
      'order-system',
      'security-ha',
      'privacy-minh',
      'staff-admin-lan',
      'support-phuc',
    ]) {
      expect(await codeOf(await get(eventId, by))).toBe('ACCESS.ROLE_NOT_ALLOWED');
      expect(await codeOf(await system.as(by).post('/v1/audit/queries', {}))).toBe('ACCESS.ROLE_NOT_ALLOWED');
    }
    const scopeless = system.as('auditor-khanh', { scopes: [] });
    expect(await codeOf(await scopeless.get(`/v1/audit/events/${eventId}`))).toBe('ACCESS.SCOPE_MISSING');
  });

  it('shows another tenant nothing of this one, whatever it asks by', async () => {
    const { parcelId, waybillNumber } = parcel;
    const [event] = (await recordedEvents(system.table)).slice(-1);
    const actor = event?.actor.user.uid;
    for (const criteria of [{}, { parcelId }, { waybillNumber }, { actor }]) {
      const answer = await system.as('other-auditor').post('/v1/audit/queries', criteria);
      const { events } = (await answer.json()) as { events: { action: string; actor: { role: string } }[] };
      expect(events.filter(({ actor: { role } }) => role !== 'auditor')).toEqual([]);
      expect(events.filter(({ action }) => !action.startsWith('audit.'))).toEqual([]);
    }
  });

  it('names nobody: no id of a parcel, person, client or label, no name, street, phone or note', async () => {
    const text = JSON.stringify(await recordedEvents(system.table));
    const { parcelId, labelId, token, waybillNumber } = parcel;
    for (const secret of [parcelId, labelId, token, waybillNumber, 'shipper-an', 'order-system-client'])
      expect(text).not.toContain(secret);
    expect(text).not.toMatch(/Hạnh|Đội Cấn|Dũng|Kim Mã|912345678|987654321|Áo khoác|Gọi trước|420000/);
  });

  it('that is long answers a page that may be empty and still leads on', async () => {
    const before = system.clock.now() - 86_400_000;
    const actor = { pseudonym: 'A'.repeat(22), roles: ['sorter'] };
    const long = Array.from({ length: 5_050 }, (_, n) => {
      const id = eventIds({ now: () => before + n }, systemRandom)();
      const writer = { session: '0'.repeat(32), n, void: [] };
      const head = { eventId: id, time: before + n, tenant: 'demo', actor, writer };
      const entry = toEntry(toOcsf(head, { action: 'parcel.read', outcome: 'allowed', resources: [] }));
      return outboxPut('demo', id, entry);
    });
    for (let at = 0; at < long.length; at += 100) {
      await system.table.transact(long.slice(at, at + 100), `long-${at}`);
    }
    const ask = async (cursor?: string) => {
      const body = { action: 'shift.open', ...(cursor !== undefined && { cursor }) };
      const answer = await system.as('auditor-khanh').post('/v1/audit/queries', body);
      return (await answer.json()) as { events: { action: string }[]; cursor?: string };
    };
    const first = await ask();
    expect(first.events).toEqual([]);
    expect(first.cursor).toBeDefined();
    const second = await ask(first.cursor);
    expect(second.events.map(({ action }) => action)).toEqual(['shift.open']);
    expect(second.cursor).toBeUndefined();
    expect(system.faults).toEqual([]);
  });
});
