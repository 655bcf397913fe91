import { REVOKE_REASONS } from '@temkin/parcel/domain';
import { keyOf, numberOf, textOf } from '@temkin/storage';
import { afterEach, describe, expect, it } from 'vitest';
import { dueKey } from '../../packages/capabilities/parcel/src/store/due-keys.ts';
import { codeOf } from '../support/answer-codes.ts';
import { LOST, unconfirmed } from '../support/failing-writes.ts';
import { bringTo, issue, issueTo, newParcel, openShift, scan, type Issued } from '../support/parcels.ts';
import { eventBehind, receiptOf, recordedEvent, recordedEvents } from '../support/recorded-events.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const { shiftId } = await openShift(system, 'shipper-an');

afterEach(() => {
  staged.stage();
});

const revoke = (parcelId: string, { by = 'order-system', reason = 'cancelled' } = {}) =>
  system.as(by).post(`/v1/parcels/${parcelId}/revoke`, { reason });

const outWithAn = () => issueTo(system, shiftId);

const read = async ({ token }: Issued): Promise<string | number> => {
  const answer = await system.as('shipper-an').post('/v1/parcels/resolve', { token, purpose: 'delivery' });
  return codeOf(answer);
};

const LABEL_DIES_SECONDS = Date.parse('2027-05-24T00:00:00+07:00') / 1_000;

const stored = ({ parcelId, labelId }: Issued) => {
  const [tenant, table] = ['demo', system.table];
  return {
    parcel: () => table.get(keyOf('parcels', 'parcel', { tenant, parcelId })),
    label: () => table.get(keyOf('parcels', 'label', { tenant, labelId })),
    key: () => table.get(keyOf('parcel-keys', 'labelKey', { tenant, labelId })),
    /** The note of the key's last day: six months from the Monday on which the system stands, where the key is gone. */
    due: async () => {
      const key = await table.get(keyOf('parcel-keys', 'labelKey', { tenant, labelId }));
      const dueAtSeconds = key === undefined ? LABEL_DIES_SECONDS : numberOf(key, 'expiresAtSeconds');
      return table.get(dueKey({ tenant, labelId, dueAtSeconds }));
    },
  };
};

/** What is left of a parcel that may open: all of it, or nothing. */
const left = async (issued: Issued) => {
  const { parcel, label, key, due } = stored(issued);
  return {
    state: (await parcel())?.state,
    label: (await label())?.status,
    key: (await key()) !== undefined,
    due: (await due()) !== undefined,
  };
};

const WHOLE = { label: 'live', key: true, due: true };
const GONE = { state: 'revoked', label: 'dead', key: false, due: false };

describe('a revoked parcel', () => {
  it.each(['order-system', 'dispatcher-phong'])('opens for nobody, once %s has revoked it', async (by) => {
    const issued = await outWithAn();
    expect(await left(issued)).toEqual({ state: 'out-for-delivery', ...WHOLE });
    expect(await read(issued)).toBe(200);
    const answer = await revoke(issued.parcelId, { by });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      {
        parcelId: issued.parcelId,
        waybillNumber: issued.waybillNumber,
        state: 'revoked',
        // Seven days of recovery.
        finalFrom: expect.stringMatching(/^2026-11-30T01:/),
      },
    ]);
    expect(await left(issued)).toEqual(GONE);
    expect(await read(issued)).toBe('PARCEL.REVOKED');
  });

  it.each(REVOKE_REASONS)('is on record with its reason: %s', async (reason) => {
    const issued = await issue(system);
    const answer = await revoke(issued.parcelId, { reason });
    const item = await stored(issued).parcel();
    expect(await eventBehind(system.table, answer)).toMatchObject({
      api: { operation: 'parcel.revoke' },
      resources: [{ type: 'parcel', uid: item?.pseudonym }],
      unmapped: { outcome: 'allowed', change: reason },
    });
  });

  it('stays with whoever has it, who sees what became of it and moves it no more', async () => {
    const issued = await outWithAn();
    await revoke(issued.parcelId);
    const report = await system.as('shipper-an').get(`/v1/parcels/${issued.parcelId}`);
    expect(await report.json()).toMatchObject({ state: 'revoked', holder: { type: 'shift', id: shiftId } });
    const results = await scan(system, 'order-system', [
      { parcelId: issued.parcelId, event: 'delivered' },
      { token: issued.token, event: 'delivered' },
    ]);
    expect(results.map(({ problem }) => problem?.code)).toEqual(['PARCEL.CLOSED', 'PARCEL.REVOKED']);
  });

  it('is answered the same again, for whatever reason, and nothing changes', async () => {
    const issued = await issue(system);
    const first = (await (await revoke(issued.parcelId)).json()) as object;
    const before = { writes: staged.committed.length, events: (await recordedEvents(system.table)).length };
    const again = await revoke(issued.parcelId, { reason: 'duplicate' });
    expect([again.status, await again.json()]).toEqual([200, first]);
    expect(receiptOf(again)).toBeUndefined();
    expect(staged.committed).toHaveLength(before.writes);
    expect(await recordedEvents(system.table)).toHaveLength(before.events);
  });

  it('is not issued again by a repetition of the request that issued it', async () => {
    const [parcel, key] = [newParcel(), { 'idempotency-key': 'revoked-meanwhile' }];
    const post = () => system.as('order-system').post('/v1/parcels', parcel, key);
    const issued = (await (await post()).json()) as Issued;
    await revoke(issued.parcelId);
    expect(await codeOf(await post())).toBe('PARCEL.REVOKED');
  });
});

describe('what cannot be revoked', () => {
  it('is a closed parcel: it stays as it is', async () => {
    const issued = await outWithAn();
    await scan(system, 'order-system', [{ parcelId: issued.parcelId, event: 'delivered' }]);
    const answer = await revoke(issued.parcelId);
    expect([answer.status, await codeOf(answer)]).toEqual([409, 'PARCEL.CLOSED']);
    expect(await left(issued)).toEqual({ state: 'delivered', ...WHOLE });
  });

  it('is a parcel that does not exist, or for a reason that is none', async () => {
    expect(await codeOf(await revoke('0'.repeat(32)))).toBe('PARCEL.UNKNOWN');
    const { parcelId } = await issue(system);
    expect(await codeOf(await revoke(parcelId, { reason: 'because' }))).toBe('REQUEST.INVALID');
  });
});

describe('a revocation', () => {
  it.each(LOST)('does nothing where %s, and is done when it is sent again', async (_what, due, stage) => {
    const issued = await outWithAn();
    staged.stage(stage);
    const answer = await revoke(issued.parcelId);
    staged.stage();
    expect([answer.status, await codeOf(answer)]).toEqual([503, due]);
    expect(await left(issued)).toEqual({ state: 'out-for-delivery', ...WHOLE });
    expect((await revoke(issued.parcelId)).status).toBe(200);
    expect(await left(issued)).toEqual(GONE);
  });

  it('is done once where it is applied and the answer lost', async () => {
    const issued = await outWithAn();
    const before = (await recordedEvents(system.table)).length;
    staged.stage(unconfirmed);
    expect(await codeOf(await revoke(issued.parcelId))).toBe('STORE.OUTCOME_UNKNOWN');
    staged.stage();
    expect(await left(issued)).toEqual(GONE);
    expect((await revoke(issued.parcelId)).status).toBe(200);
    expect(await recordedEvents(system.table)).toHaveLength(before + 1);
  });

  it('that meets a move looks again and revokes', async () => {
    const issued = await issue(system);
    staged.inBetween(() => bringTo(system, issued));
    expect((await revoke(issued.parcelId)).status).toBe(200);
    expect(await left(issued)).toEqual(GONE);
  });

  it('that meets a change of the label looks again and revokes', async () => {
    const issued = await issue(system);
    const key = keyOf('parcels', 'label', { tenant: 'demo', labelId: issued.labelId });
    const outcomes: string[] = [];
    staged.stage(async (commit) => {
      if (outcomes.length === 0) await system.table.write({ kind: 'update', key, add: { version: 1 } });
      const verdict = await commit();
      outcomes.push(verdict.outcome);
      return verdict;
    });
    expect((await revoke(issued.parcelId)).status).toBe(200);
    expect(outcomes).toEqual(['refused', 'committed']);
    expect(await left(issued)).toEqual(GONE);
  });

  it('that comes after a delivery in between leaves the delivery', async () => {
    const issued = await outWithAn();
    staged.inBetween(() => scan(system, 'order-system', [{ parcelId: issued.parcelId, event: 'delivered' }]));
    expect(await codeOf(await revoke(issued.parcelId))).toBe('PARCEL.CLOSED');
    expect(await left(issued)).toEqual({ state: 'delivered', ...WHOLE });
  });

  it('wins over a read that was decided before it', async () => {
    const issued = await outWithAn();
    staged.inBetween(() => revoke(issued.parcelId));
    expect(await read(issued)).toBe('PARCEL.REVOKED');
  });

  it('happens once, however many ask for it at the same time', async () => {
    const issued = await issue(system);
    const before = (await recordedEvents(system.table)).length;
    const answers = await Promise.all(Array.from({ length: 5 }, () => revoke(issued.parcelId)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await recordedEvents(system.table)).toHaveLength(before + 1);
    expect(system.faults).toEqual([]);
  });
});

describe('a parcel', () => {
  it('names the event of its last change, whichever it was', async () => {
    const issued = await issue(system);
    const lastChange = async () => {
      const item = await stored(issued).parcel();
      const eventId = item && textOf(item, 'eventId');
      return { eventId, operation: (await recordedEvent(system.table, eventId))?.api.operation };
    };
    expect((await lastChange()).operation).toBe('parcel.issue');
    const holder = { type: 'facility', id: 'HN-BA-DINH' };
    const [accepted] = await scan(system, 'order-system', [
      { parcelId: issued.parcelId, event: 'accepted', holder },
    ]);
    expect(await lastChange()).toEqual({ eventId: accepted?.auditEvent, operation: 'custody.record' });
    const revoked = receiptOf(await revoke(issued.parcelId));
    expect(await lastChange()).toEqual({ eventId: revoked?.eventId, operation: 'parcel.revoke' });
  });
});
