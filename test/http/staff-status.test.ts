import { afterEach, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { LOST, unconfirmed } from '../support/failing-writes.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });

afterEach(() => {
  staged.stage();
});

let serial = 0;
const newSorter = async (): Promise<string> => {
  const subject = `sorter-${(serial += 1)}`;
  await system.enrol({
    subject,
    tenant: 'demo',
    kind: 'staff',
    roles: ['sorter'],
    facility: 'HN-BA-DINH',
    scopes: ['parcels:read'],
  });
  return subject;
};

const change = (subject: string, act: string, by = 'staff-admin-lan') =>
  system.as(by).post(`/v1/staff/${subject}/${act}`);

/** What the sorter's next request is told. */
const next = async (subject: string): Promise<string | number> =>
  codeOf(await system.as(subject).get(`/v1/parcels/${'0'.repeat(32)}`));

describe('a staff member', () => {
  it('who is suspended is nobody from the next request on, until somebody reinstates them', async () => {
    const subject = await newSorter();
    expect(await next(subject)).toBe('PARCEL.UNKNOWN');
    const suspended = await change(subject, 'suspend');
    expect([suspended.status, await suspended.json()]).toEqual([200, { id: subject, status: 'suspended' }]);
    expect(await next(subject)).toBe('ACCESS.UNAUTHENTICATED');
    expect(await (await change(subject, 'reinstate')).json()).toEqual({ id: subject, status: 'active' });
    expect(await next(subject)).toBe('PARCEL.UNKNOWN');
  });

  it('who is revoked stays so', async () => {
    const subject = await newSorter();
    expect(await (await change(subject, 'revoke')).json()).toEqual({ id: subject, status: 'revoked' });
    expect(await next(subject)).toBe('ACCESS.UNAUTHENTICATED');
    for (const act of ['reinstate', 'suspend'])
      expect(await codeOf(await change(subject, act))).toBe('ACCESS.STATUS_UNREACHABLE');
  });

  it('is named by pseudonym and record on every change, the record being the same from year to year', async () => {
    const subject = await newSorter();
    const events = [];
    for (const act of ['suspend', 'reinstate', 'revoke']) {
      const event = await eventBehind(system.table, await change(subject, act));
      expect(event).toMatchObject({ api: { operation: `staff.${act}` }, unmapped: { outcome: 'allowed' } });
      expect(event?.resources).toEqual([
        { type: 'staff', uid: expect.stringMatching(/^[\w-]{22}$/) },
        { type: 'principal', uid: expect.stringMatching(/^[\w-]{22}$/) },
      ]);
      events.push(event);
    }
    expect(new Set(events.map((event) => event?.resources[1]?.uid)).size).toBe(1);
    expect(JSON.stringify(events)).not.toContain(subject);
  });

  it('is the actor of events by the pseudonym under which they are suspended', async () => {
    const subject = await newSorter();
    const refused = await eventBehind(
      system.table,
      await system.as(subject).get(`/v1/parcels/${'0'.repeat(32)}`),
    );
    const suspended = await eventBehind(system.table, await change(subject, 'suspend'));
    expect(suspended?.resources[0]?.uid).toBe(refused?.actor.user.uid);
    expect(refused?.actor.user.uid).toBeDefined();
  });

  it('is answered as they are where they have the status already, and nothing changes', async () => {
    const subject = await newSorter();
    await change(subject, 'suspend');
    const before = { writes: staged.committed.length, events: (await recordedEvents(system.table)).length };
    const again = await change(subject, 'suspend', 'staff-admin-oanh');
    expect([again.status, await again.json()]).toEqual([200, { id: subject, status: 'suspended' }]);
    expect(receiptOf(again)).toBeUndefined();
    expect(staged.committed).toHaveLength(before.writes);
    expect(await recordedEvents(system.table)).toHaveLength(before.events);
  });
});

describe('an administrator of staff', () => {
  it('changes nothing about themselves, and the attempt is on record', async () => {
    for (const act of ['suspend', 'revoke', 'reinstate']) {
      const answer = await change('staff-admin-lan', act);
      expect([answer.status, await codeOf(answer)]).toEqual([403, 'ACCESS.OWN_STATUS']);
      expect(await eventBehind(system.table, answer)).toMatchObject({
        api: { operation: `staff.${act}` },
        status_code: 'ACCESS.OWN_STATUS',
      });
    }
  });

  it('shuts out no system and nobody who is not there', async () => {
    for (const id of ['order-system', 'nobody'])
      expect(await codeOf(await change(id, 'suspend'))).toBe('ACCESS.PRINCIPAL_UNKNOWN');
  });

  it('is not shut out by the one they shut out at the same moment: one of the two stays', async () => {
    for (let round = 0; round < 3; round += 1) {
      const admins = await Promise.all(
        ['a', 'b'].map(async (letter) => {
          const subject = `admin-${round}-${letter}`;
          await system.enrol({
            subject,
            tenant: 'demo',
            kind: 'staff',
            roles: ['staff-admin'],
            scopes: ['access:admin'],
          });
          return subject;
        }),
      );
      const [a = '', b = ''] = admins;
      await Promise.all([change(a, 'suspend', b), change(b, 'suspend', a)]);
      const lists = await Promise.all(
        admins.map(async (who) => codeOf(await system.as(who).get('/v1/staff'))),
      );
      expect(new Set(lists)).toEqual(new Set([200, 'ACCESS.UNAUTHENTICATED']));
    }
  });
});

describe('a change of status', () => {
  it.each(LOST)('does nothing where %s, and is done when it is sent again', async (_what, due, stage) => {
    const subject = await newSorter();
    staged.stage(stage);
    const answer = await change(subject, 'suspend');
    staged.stage();
    expect([answer.status, await codeOf(answer)]).toEqual([503, due]);
    expect(await next(subject)).toBe('PARCEL.UNKNOWN');
    expect(await codeOf(await change(subject, 'suspend'))).toBe(200);
    expect(await next(subject)).toBe('ACCESS.UNAUTHENTICATED');
  });

  it('is done once where it is applied and the answer lost', async () => {
    const subject = await newSorter();
    const before = (await recordedEvents(system.table)).length;
    staged.stage(unconfirmed);
    expect(await codeOf(await change(subject, 'suspend'))).toBe('STORE.OUTCOME_UNKNOWN');
    staged.stage();
    expect(await codeOf(await change(subject, 'suspend'))).toBe(200);
    expect(await recordedEvents(system.table)).toHaveLength(before + 1);
  });

  it('is refused where another one came in between, and does not undo it', async () => {
    const subject = await newSorter();
    staged.inBetween(() => change(subject, 'revoke', 'staff-admin-oanh'));
    expect(await codeOf(await change(subject, 'suspend'))).toBe('ACCESS.PRINCIPAL_CHANGED');
    expect(await codeOf(await change(subject, 'reinstate'))).toBe('ACCESS.STATUS_UNREACHABLE');
    expect(system.faults).toEqual([]);
  });
});
