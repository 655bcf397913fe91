import { keyOf } from '@temkin/storage';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openingsPerHour } from '../../packages/capabilities/parcel/src/domain/index.ts';
import { codeOf } from '../support/answer-codes.ts';
import { issue, openCase } from '../support/parcels.ts';
import { eventBehind, recordedEvents } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const LIMIT = openingsPerHour.dispute.at(-1)?.value ?? 0;
const MINUTE = 60_000;

const parcel = await issue(system);
const { caseId } = await openCase(system, {
  parcelId: parcel.parcelId,
  kind: 'dispute',
  reason: 'payment-disputed',
});

let serial = 0;
/** Somebody of the call centre with nothing opened yet. */
const newAgent = async (): Promise<string> => {
  const subject = `agent-${(serial += 1)}`;
  const scopes = ['parcels:open'];
  await system.enrol({ subject, tenant: 'demo', kind: 'staff', roles: ['support'], scopes });
  return subject;
};

const dispute = (by: string) =>
  system.as(by).post('/v1/parcels/open', { waybillNumber: parcel.waybillNumber, purpose: 'dispute', caseId });

const times = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);

const codesOf = async (by: string, count: number): Promise<(string | number)[]> => {
  const codes = [];
  for (let i = 0; i < count; i += 1) codes.push(await codeOf(await dispute(by)));
  return codes;
};

/** Lines on standard output from now on, as an alarm counts them. */
const findings = (): Record<string, unknown>[] => {
  const lines: Record<string, unknown>[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(JSON.parse(String(text)) as Record<string, unknown>);
    return true;
  });
  return lines;
};

/** The beginning of the next hour, with all of it before us. */
const nextHour = (): void =>
  system.clock.set((Math.floor(system.clock.now() / (60 * MINUTE)) + 1) * 60 * MINUTE);

afterEach(() => {
  vi.restoreAllMocks();
});

const TOO_MANY = 'PARCEL.QUOTA_EXCEEDED';

describe('the hourly ceiling of escrow', () => {
  it('lets so many copies be opened, also the same one again, and refuses the next on record', async () => {
    nextHour();
    const by = await newAgent();
    expect(await codesOf(by, LIMIT)).toEqual(times(LIMIT, 200));
    const lines = findings();
    const answer = await dispute(by);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3_500);
    expect(await answer.clone().text()).not.toMatch(/Hạnh|Đội Cấn|Áo/);
    const event = await eventBehind(system.table, answer);
    expect(event).toMatchObject({ status_code: TOO_MANY, resources: [{ type: 'parcel' }] });
    expect(lines).toEqual([
      {
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        level: 'warn',
        finding: 'escrow-ceiling-reached',
        tenant: 'demo',
        purpose: 'dispute',
        pseudonym: event?.actor.user.uid,
      },
    ]);
  });

  it('unwraps no key for what it refuses', async () => {
    nextHour();
    const by = await newAgent();
    await codesOf(by, LIMIT);
    findings();
    system.clock.advance(16 * MINUTE);
    const unwrap = vi.spyOn(system.rootKeys.escrow, 'unwrap');
    expect(await codesOf(by, 3)).toEqual(times(3, TOO_MANY));
    expect(unwrap).not.toHaveBeenCalled();
  });

  it('is each principal’s own and each purpose’s own', async () => {
    nextHour();
    const [one, other] = [await newAgent(), await newAgent()];
    const support = await openCase(system, {
      parcelId: parcel.parcelId,
      kind: 'support',
      reason: 'help-requested',
    });
    findings();
    expect(await codesOf(one, LIMIT + 1)).toEqual([...times(LIMIT, 200), TOO_MANY]);
    expect(await codesOf(other, 1)).toEqual([200]);
    const { parcelId } = parcel;
    const asked = { parcelId, purpose: 'support', caseId: support.caseId };
    expect(await codeOf(await system.as(one).post('/v1/parcels/open', asked))).toBe(200);
  });

  it('begins anew with the next hour, not before', async () => {
    nextHour();
    const by = await newAgent();
    findings();
    const start = system.clock.now();
    expect(await codesOf(by, LIMIT + 1)).toContain(TOO_MANY);
    system.clock.set(start + 60 * MINUTE - 5_000);
    expect(await codesOf(by, 1)).toEqual([TOO_MANY]);
    nextHour();
    expect(await codesOf(by, 1)).toEqual([200]);
  });

  it('counts what was opened and nothing that was refused', async () => {
    nextHour();
    const by = await newAgent();
    findings();
    const wrong = { parcelId: parcel.parcelId, purpose: 'dispute', caseId: '0'.repeat(32) };
    for (let i = 0; i < 5; i += 1)
      expect(await codeOf(await system.as(by).post('/v1/parcels/open', wrong))).toBe('PARCEL.CASE_UNKNOWN');
    expect(await codesOf(by, LIMIT + 1)).toEqual([...times(LIMIT, 200), TOO_MANY]);
  });

  it('is exact where many ask at once, and each opening and refusal is on record', async () => {
    nextHour();
    const by = await newAgent();
    findings();
    const before = (await recordedEvents(system.table)).length;
    const answers = await Promise.all(times(LIMIT + 20, by).map(dispute));
    const codes = await Promise.all(answers.map(codeOf));
    expect(codes.filter((code) => code === 200)).toHaveLength(LIMIT);
    expect(codes.filter((code) => code === TOO_MANY)).toHaveLength(20);
    expect(await recordedEvents(system.table)).toHaveLength(before + LIMIT + 20);
    const hour = String(Math.floor(system.clock.now() / (60 * MINUTE)));
    const key = keyOf('requests', 'escrowOpenings', {
      tenant: 'demo',
      principal: by,
      hour,
      purpose: 'dispute',
    });
    expect(await system.table.get(key)).toMatchObject({ openings: LIMIT });
    expect(system.faults).toEqual([]);
  });
});
