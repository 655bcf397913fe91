import { keyOf } from '@temkin/storage';
import { afterEach, describe, expect, it } from 'vitest';
import { down } from '../support/failing-writes.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem, type TokenOptions } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });

/** As the staff's administrator does it. */
const become = async (subject: string, act: 'suspend' | 'revoke'): Promise<void> => {
  const answer = await system.as('staff-admin-lan').post(`/v1/staff/${subject}/${act}`);
  expect(answer.status).toBe(200);
};

afterEach(() => {
  staged.stage();
});

let serial = 0;
const newShipper = async (): Promise<string> => {
  const subject = `shipper-${(serial += 1)}`;
  await system.enrol({
    subject,
    tenant: 'demo',
    kind: 'staff',
    roles: ['shipper'],
    facility: 'HN-BA-DINH',
    scopes: ['shifts:read'],
  });
  return subject;
};

const suspended = async (): Promise<string> => {
  const subject = await newShipper();
  await become(subject, 'suspend');
  return subject;
};

const revoked = async (): Promise<string> => {
  const subject = await newShipper();
  await become(subject, 'revoke');
  return subject;
};

/** Has a token that the issuer signed, and was never enrolled. */
const unknown = async (): Promise<string> => {
  const subject = await newShipper();
  const key = keyOf('access', 'principal', { tenant: 'demo', issuer: 'test', subject });
  await system.table.write({ kind: 'delete', key });
  return subject;
};

/** All that an answer tells but the correlator, which is another each time. */
const told = async (subject: string, token?: TokenOptions) => {
  const answer = await system.as(subject, token).get('/v1/shifts/current');
  const headers = [...answer.headers].filter(([name]) => name !== 'x-correlator');
  return { status: answer.status, headers, body: await answer.text() };
};

const eventsAfter = async (act: () => Promise<unknown>) => {
  const before = (await recordedEvents(system.table)).length;
  await act();
  return (await recordedEvents(system.table)).slice(before);
};

describe('a principal who is known and not active', () => {
  it.each([
    ['suspended', suspended],
    ['revoked', revoked],
  ])('is refused on record where %s, and told what somebody unknown is told', async (_, make) => {
    const [known, nobody] = [await make(), await told(await unknown())];
    const events = await eventsAfter(async () => expect(await told(known)).toEqual(nobody));
    expect(nobody.status).toBe(401);
    expect(events).toMatchObject([
      {
        actor: { user: { groups: [{ name: 'shipper' }] } },
        api: { operation: 'shift.read' },
        resources: [],
        status_code: 'ACCESS.UNAUTHENTICATED',
        unmapped: { outcome: 'refused' },
      },
    ]);
  });

  it('has the pseudonym of the days before', async () => {
    const subject = await newShipper();
    const reading = `/v1/parcels/${'0'.repeat(32)}`;
    const [before] = await eventsAfter(() => system.as(subject, { scopes: [] }).get(reading));
    await become(subject, 'suspend');
    const [after] = await eventsAfter(() => told(subject));
    expect(after?.actor.user.uid).toBe(before?.actor.user.uid);
  });

  it('is told the same beyond the budget, of which one event tells', async () => {
    const subject = await suspended();
    const first = await told(subject);
    const minute = Math.floor(system.clock.now() / 60_000) + 1;
    system.clock.set(minute * 60_000);
    await system.table.write({
      kind: 'put',
      key: keyOf('requests', 'refusalBudget', { tenant: 'demo', principal: subject, minute: String(minute) }),
      item: { refusals: 3_000, expiresAtSeconds: (minute + 2) * 60 },
    });
    const events = await eventsAfter(async () => {
      for (let i = 0; i < 3; i += 1) expect(await told(subject)).toEqual(first);
    });
    expect(events).toMatchObject([
      { status_code: 'REQUEST.RATE_LIMITED', unmapped: { flags: ['aggregated'] } },
    ]);
  });

  it('is not answered off the record', async () => {
    const subject = await suspended();
    staged.stage(down);
    const { status: answered, body } = await told(subject);
    expect([answered, (JSON.parse(body) as { code: string }).code]).toEqual([503, 'AUDIT.UNAVAILABLE']);
  });
});

describe('nobody', () => {
  it('is put on record for an unknown subject or an expired token', async () => {
    const [stranger, shipper, gone] = [await unknown(), await newShipper(), await suspended()];
    const events = await eventsAfter(async () => {
      expect((await told(stranger)).status).toBe(401);
      for (const subject of [shipper, gone])
        expect((await told(subject, { expiresInSeconds: 0 })).body).toContain('ACCESS.TOKEN_EXPIRED');
    });
    expect(events).toEqual([]);
    expect(system.faults).toEqual([]);
  });
});
