import { accessRestoration } from '@temkin/access';
import { STATUS_CHANGES, type PrincipalStatus } from '@temkin/access/domain';
import { toOcsf, type OcsfEvent, type Outcome } from '@temkin/audit-event';
import { keyOf, textOf, type Item, type StoredItem } from '@temkin/storage';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const MONDAY = Date.parse('2026-11-23T08:00:00+07:00');

const ACTIONS = { active: 'staff.reinstate', suspended: 'staff.suspend', revoked: 'staff.revoke' } as const;

const changed = (
  status: PrincipalStatus,
  minutes: number,
  {
    tenant = 'ems',
    record = 'record-1',
    outcome = 'allowed',
  }: { readonly tenant?: string; readonly record?: string; readonly outcome?: Outcome } = {},
): OcsfEvent =>
  toOcsf(
    {
      eventId: 'event',
      time: MONDAY + minutes * 60_000,
      tenant,
      actor: { pseudonym: 'admin', roles: ['staff-admin'] },
      writer: { session: 's', n: 0, void: [] },
    },
    {
      action: ACTIONS[status],
      outcome,
      resources: [
        { type: 'staff', pseudonym: 'somebody' },
        { type: 'principal', pseudonym: record },
      ],
    },
  );

const principal = (status: PrincipalStatus, recordId = 'record-1', version = 4): StoredItem => ({
  key: keyOf('access', 'principal', { tenant: 'ems', issuer: 'embedded', subject: recordId }),
  item: { id: 'sorter-1', issuer: 'embedded', subject: recordId, kind: 'staff', status, recordId, version },
});

const brought = (stored: StoredItem, events: Iterable<OcsfEvent>, began = MONDAY): Item | undefined =>
  accessRestoration(events, began).bring(stored);

describe('a principal from a backup', () => {
  it.each([
    ['active', 'suspended'],
    ['active', 'revoked'],
    ['suspended', 'revoked'],
    ['suspended', 'active'],
  ] as const)('who was %s then and became %s since comes back so, in a new version', (was, is) => {
    expect(brought(principal(was), [changed(is, 1)])).toEqual({
      ...principal(was).item,
      status: is,
      version: 5,
      ...(is === 'active' && { admissions: [{ by: 'admin', at: MONDAY + 60_000 }] }),
    });
  });

  it('knows who reinstated it, then and since, be its status what it was', () => {
    const { key, item } = principal('active');
    const then = { by: 'other-admin', at: MONDAY - 60 * 60_000 };
    const events = [changed('suspended', 1), changed('active', 10), changed('suspended', 20)];
    expect(brought({ key, item: { ...item, admissions: [then] } }, events)?.admissions).toEqual([
      then,
      { by: 'admin', at: MONDAY + 10 * 60_000 },
    ]);
  });

  it.each([
    ['nothing happened', []],
    ['it happened to another record', [changed('revoked', 1, { record: 'record-2' })]],
    ['it happened to another tenant’s', [changed('revoked', 1, { tenant: 'other' })]],
    ['it was refused', [changed('revoked', 1, { outcome: 'refused' })]],
    ['it failed', [changed('revoked', 1, { outcome: 'failed' })]],
  ] as const)('comes back as it was where %s', (_what, events) => {
    const stored = principal('active');
    expect(brought(stored, events)).toBe(stored.item);
  });

  it('comes back in the status that it had where it became that again', () => {
    const events = [changed('suspended', 1), changed('active', 10)];
    expect(brought(principal('active'), events)).toMatchObject(principal('active').item);
  });

  it('stays revoked, whatever else is told', () => {
    const stored = principal('revoked');
    expect(brought(stored, [changed('active', 1)])).toBe(stored.item);
    expect(brought(principal('active'), [changed('active', 2), changed('revoked', 1)])?.status).toBe(
      'revoked',
    );
    expect(brought(principal('active'), [changed('revoked', 1), changed('active', 2)])?.status).toBe(
      'revoked',
    );
  });

  it.each([
    ['at the same millisecond', 0, 'suspended'],
    ['two minutes apart', 2, 'suspended'],
    ['a millisecond more apart', 2 + 1 / 60_000, 'active'],
  ] as const)(
    'whom two events call suspended and then active is what the stricter says, unless it is long ago: %s',
    (_what, minutes, status) => {
      const events = [changed('suspended', 1), changed('active', 1 + minutes)];
      for (const order of [events, events.toReversed()])
        expect(brought(principal('active'), order)?.status).toBe(status);
    },
  );

  it('has from the backup what happened two minutes before that began, and from the log what came later', () => {
    const events = [changed('suspended', 0), changed('active', 1)];
    const stored = principal('active');
    expect(brought(stored, events, MONDAY + 3 * 60_000 + 1)).toBe(stored.item);
    expect(brought(stored, events, MONDAY + 2 * 60_000)?.status).toBe('suspended');
  });

  it('has the last status of any history, in whatever order its events come, and nobody else has', () => {
    const wish = fc.record({
      of: fc.constantFrom('record-1', 'record-2', 'record-3'),
      status: fc.constantFrom<PrincipalStatus>('active', 'suspended', 'revoked'),
    });
    fc.assert(
      fc.property(
        fc.array(wish, { maxLength: 15 }),
        fc.nat({ max: 15 }),
        fc.infiniteStream(fc.nat()),
        (wishes, moment, order) => {
          const status = new Map<string, PrincipalStatus>();
          const statusOf = (record: string): PrincipalStatus => status.get(record) ?? 'active';
          const events: OcsfEvent[] = [];
          let backup: readonly StoredItem[] = [];
          const records = ['record-1', 'record-2', 'record-3', 'record-4'];
          const copy = () => records.map((record) => principal(statusOf(record), record));
          for (const [at, wished] of wishes.entries()) {
            if (at === moment) backup = copy();
            if (!STATUS_CHANGES[statusOf(wished.of)].includes(wished.status)) continue;
            status.set(wished.of, wished.status);
            if (at >= moment) events.push(changed(wished.status, at * 10, { record: wished.of }));
          }
          if (moment >= wishes.length) backup = copy();
          const shuffled = events
            .map((event) => ({ event, at: order.next().value }))
            .toSorted((a, b) => a.at - b.at)
            .map(({ event }) => event);
          for (const stored of backup) {
            const is = statusOf(textOf(stored.item, 'recordId'));
            const isChanged = stored.item.status !== is;
            const { admissions: _letIn, ...back } = brought(stored, shuffled) ?? {};
            expect(back).toEqual({
              ...stored.item,
              status: is,
              version: isChanged ? 5 : 4,
            });
          }
        },
      ),
    );
  });
});

const deviceRevoked = (deviceId: string, tenant = 'ems', outcome: Outcome = 'allowed'): OcsfEvent =>
  toOcsf(
    {
      eventId: 'event',
      // Long before the backup: the log may be younger or older than its clock says.
      time: MONDAY - 86_400_000,
      tenant,
      actor: { pseudonym: 'admin', roles: ['staff-admin'] },
      writer: { session: 's', n: 0, void: [] },
    },
    { action: 'device.revoke', outcome, resources: [{ type: 'device', pseudonym: deviceId }] },
  );

const device = (status: 'active' | 'revoked'): StoredItem => ({
  key: keyOf('access', 'device', { tenant: 'ems', deviceId: 'device-1' }),
  item: { deviceId: 'device-1', status, version: 1 },
});

describe('a device from a backup', () => {
  it('comes back revoked in a new version where the log has it so, whenever that was', () => {
    expect(brought(device('active'), [deviceRevoked('device-1')])).toEqual({
      deviceId: 'device-1',
      status: 'revoked',
      version: 2,
    });
  });

  it.each([
    ['nothing happened', 'active', []],
    ['it happened to another', 'active', [deviceRevoked('device-2')]],
    ['it happened to another tenant’s', 'active', [deviceRevoked('device-1', 'other')]],
    ['it was refused', 'active', [deviceRevoked('device-1', 'ems', 'refused')]],
    ['it was revoked then', 'revoked', [deviceRevoked('device-1')]],
  ] as const)('comes back as it was where %s', (_what, status, events) => {
    const stored = device(status);
    expect(brought(stored, events)).toBe(stored.item);
  });
});

describe('everything else of the table', () => {
  it('comes back as it was', () => {
    const item = { tenant: 'ems', recordId: 'record-1', status: 'active', version: 1 };
    for (const key of [
      keyOf('access', 'tenant', { tenant: 'ems' }),
      keyOf('access', 'staff', { tenant: 'ems', id: 'sorter-1' }),
      keyOf('access', 'facility', { tenant: 'ems', facility: 'HN-1' }),
    ])
      expect(brought({ key, item }, [changed('revoked', 1)])).toBe(item);
  });
});

describe('approvals', () => {
  it('come back in no backup, asked for or decided, so that none is spent twice', () => {
    const ids = { tenant: 'ems', approvalId: 'a'.repeat(32) };
    const restoration = accessRestoration([], MONDAY);
    for (const key of [
      keyOf('approvals', 'approvalRequest', ids),
      keyOf('access', 'approvalDecision', { ...ids, requestEventId: 'event' }),
    ]) {
      expect(restoration.tables).toContain(key.table);
      expect(restoration.bring({ key, item: { verdict: 'approved' } })).toBeUndefined();
    }
  });
});
