import { keyOf, textOf, type Key } from '@temkin/storage';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { askCall, cancel, declare, onTheRoad, type Declared } from '../support/calls.ts';
import { cut, down, FATES, UNCONFIRMED } from '../support/failing-writes.ts';
import { scan } from '../support/parcels.ts';
import { staffStatus } from '../support/staff-status.ts';
import { stagedTable, type Stage } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';
import { eventsInto, KEYS_FORGOTTEN_MILLISECONDS, unwrapOrder } from '../support/unwrap-order.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const status = staffStatus(system.table);

afterEach(() => {
  staged.stage();
  vi.restoreAllMocks();
});

let requests = 0;
const newKey = (): string => `call-${(requests += 1)}`;

const codeOf = async (answer: Response): Promise<string> => {
  const { code } = (await answer.json()) as { readonly code?: string };
  return `${answer.status} ${code ?? ''}`;
};

const isDeclaration = (writes: readonly { readonly key: Key }[]): boolean =>
  writes.some(({ key }) => key.table === 'call-keys');

/** Has the transaction that declares, and no other, go through a stage once. */
const atDeclaration = (stage: Stage): void => {
  staged.stage((commit, writes) => {
    if (!isDeclaration(writes)) return commit();
    staged.stage();
    return stage(commit, writes);
  });
};

/** The id of a shipper's live call. */
const liveOf = async (shipper = 'shipper-an'): Promise<string | undefined> => {
  const live = await system.table.get(keyOf('calls', 'liveShipper', { tenant: 'demo', shipper }));
  return live && textOf(live, 'intentId');
};

const endLive = async (): Promise<void> => {
  const live = await liveOf();
  if (live !== undefined) await cancel(system, live);
};

afterEach(endLive);

describe('a contact', () => {
  it('is read on record before a key is unwrapped that opens it', async () => {
    const { waybillNumber } = await onTheRoad(system);
    system.clock.advance(KEYS_FORGOTTEN_MILLISECONDS);
    const order = unwrapOrder(system.rootKeys);
    staged.stage(eventsInto(order));
    expect((await askCall(system, { waybillNumber })).status).toBe(201);
    expect(order.indexOf('event committed')).toBe(0);
    expect(order.filter((what) => what === 'event committed')).toHaveLength(2);
    expect(order.indexOf('unwrap escrow')).toBeGreaterThan(0);
  });

  it.each(UNCONFIRMED)('is not opened, and nothing declared, where %s', async (_what, due, stage) => {
    const { waybillNumber } = await onTheRoad(system);
    system.clock.advance(KEYS_FORGOTTEN_MILLISECONDS);
    const order = unwrapOrder(system.rootKeys);
    staged.once(stage);
    expect(await codeOf(await askCall(system, { waybillNumber }))).toBe(`503 ${due}`);
    expect(order.filter((what) => what.includes('escrow'))).toEqual([]);
    expect(await liveOf()).toBeUndefined();
  });
});

describe('a declaration', () => {
  it('that was lost is made by the same request', async () => {
    const { waybillNumber } = await onTheRoad(system);
    const key = newKey();
    for (const [stage, due] of [
      [down, '503 AUDIT.UNAVAILABLE'],
      [cut, '503 STORE.OUTCOME_UNKNOWN'],
    ] as const) {
      atDeclaration(stage);
      expect(await codeOf(await askCall(system, { waybillNumber }, { key }))).toBe(due);
      expect(await liveOf()).toBeUndefined();
    }
    expect((await askCall(system, { waybillNumber }, { key })).status).toBe(201);
  });

  it('that was made and reported as failed is named by the same request, and can be cancelled', async () => {
    const { waybillNumber } = await onTheRoad(system);
    const key = newKey();
    atDeclaration(FATES.applied);
    expect(await codeOf(await askCall(system, { waybillNumber }, { key }))).toBe('503 STORE.OUTCOME_UNKNOWN');
    const again = await askCall(system, { waybillNumber }, { key });
    const { code, detail } = (await again.json()) as { readonly code: string; readonly detail: string };
    expect(code).toBe('CALL.ALREADY_DONE');
    const intentId = (await liveOf()) ?? '';
    expect(detail).toContain(intentId);
    await cancel(system, intentId);
  });

  it('is not made once the parcel has moved on since it was looked at', async () => {
    const parcel = await onTheRoad(system);
    staged.inBetween(
      () => scan(system, 'order-system', [{ parcelId: parcel.parcelId, event: 'delivered' }]),
      isDeclaration,
    );
    const answer = await askCall(system, { waybillNumber: parcel.waybillNumber });
    expect(await codeOf(answer)).toBe('403 PARCEL.NOT_IN_CUSTODY');
    expect(await liveOf()).toBeUndefined();
  });

  it('is not made by somebody who was suspended since it was looked at', async () => {
    const { waybillNumber } = await onTheRoad(system, {}, 'shipper-binh');
    staged.inBetween(() => status('demo', 'shipper-binh', 'suspended'), isDeclaration);
    const answer = await askCall(system, { waybillNumber }, { by: 'shipper-binh' });
    expect(await codeOf(answer)).toBe('409 ACCESS.CHANGED');
    expect(await liveOf('shipper-binh')).toBeUndefined();
    await status('demo', 'shipper-binh', 'active');
  });

  it('of several at once by one shipper is one', async () => {
    const parcels = [await onTheRoad(system), await onTheRoad(system), await onTheRoad(system)];
    const answers = await Promise.all(parcels.map(({ waybillNumber }) => askCall(system, { waybillNumber })));
    const codes = await Promise.all(answers.map((answer) => codeOf(answer.clone())));
    expect(codes.toSorted()).toEqual(['201 ', '409 CALL.ALREADY_LIVE', '409 CALL.ALREADY_LIVE']);
  });

  it('takes the sixth place of a parcel’s day once, whoever asks for it at the same time', async () => {
    const parcel = await onTheRoad(system);
    for (let i = 0; i < 5; i++) await cancel(system, (await declare(system, parcel)).intentId);
    staged.inBetween(async () => {
      await cancel(system, (await declare(system, parcel)).intentId);
    }, isDeclaration);
    const late = await askCall(system, { waybillNumber: parcel.waybillNumber });
    expect(await codeOf(late)).toBe('429 CALL.TOO_MANY');
  });

  it('keeps the number under its own key alone, and the code nowhere', async () => {
    const parcel = await onTheRoad(system, {
      recipient: {
        name: 'Lê Thị Bích',
        phone: '0987000222',
        address: { street: 'Số 9', communeCode: '00004' },
      },
    });
    const answer = await askCall(system, { waybillNumber: parcel.waybillNumber });
    const call = (await answer.json()) as Declared;
    const kept = await system.stored();
    const calls = kept.filter(({ table }) => table === 'calls' || table === 'call-keys');
    expect(JSON.stringify(calls)).not.toMatch(/987000222/);
    expect(JSON.stringify(kept.filter(({ table }) => table === 'outbox'))).not.toMatch(/987000222/);
    expect(Object.values(call)).not.toContain('+84987000222');
    const intent = await system.table.get(
      keyOf('calls', 'callIntent', { tenant: 'demo', intentId: call.intentId }),
    );
    expect(Object.values(intent ?? {})).not.toContain(call.spokenCode);
  });
});

describe('a budget that is spent', () => {
  it('has calls made in the next mode, and in the end for nothing', async () => {
    const parcel = await onTheRoad(system, { codAmountVnd: 900_000 });
    const day = new Date(system.clock.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const spend = async (spentVnd: number): Promise<void> => {
      for (const share of '0123456789abcdef')
        await system.table.write({
          kind: 'put',
          key: keyOf('calls', 'spentBudget', { tenant: 'demo', day, share }),
          item: { spentVnd },
        });
    };
    for (const [spent, due] of [
      [500_000 - 1_100, 'branded'],
      [500_000 - 1_099, 'masked'],
      [500_000 - 549, 'own-sim'],
    ] as const) {
      await spend(spent);
      const call = await declare(system, parcel);
      expect(call.mode).toBe(due);
      await cancel(system, call.intentId);
    }
  });
});

describe('a cancellation', () => {
  it.each(Object.entries(FATES))('that is %s can be repeated', async (_fate, stage) => {
    const { intentId } = await declare(system, await onTheRoad(system));
    const path = `/v1/call-intents/${intentId}/cancel`;
    staged.once(stage);
    expect((await system.as('shipper-an').post(path)).status).toBe(503);
    expect((await system.as('shipper-an').post(path)).status).toBe(200);
    expect(await liveOf()).toBeUndefined();
  });
});

it('a declaration is made by no number that was retired since it was looked at, but by another', async () => {
  const { waybillNumber } = await onTheRoad(system, { codAmountVnd: 0 });
  let retired: unknown;
  staged.stage(async (commit, writes) => {
    if (!isDeclaration(writes)) return commit();
    staged.stage();
    retired = writes.flatMap((write) => (write.kind === 'put' ? [write.item.number] : [])).find(Boolean);
    await system.as('staff-admin-oanh').post('/v1/numbers/retire', { number: retired });
    return commit();
  });
  const answer = await askCall(system, { waybillNumber });
  const { dial } = (await answer.json()) as Declared;
  expect(retired).toMatch(/^\+84/);
  expect([answer.status, dial === retired]).toEqual([201, false]);
});

it('nothing of it is a fault', () => expect(system.faults).toEqual([]));
