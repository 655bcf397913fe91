import { keyOf } from '@temkin/storage';
import { afterEach, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { cashAtDoor } from '../support/cash-at-door.ts';
import { down, LOST, unconfirmed } from '../support/failing-writes.ts';
import { issueTo, openShift, scan, type Issued } from '../support/parcels.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { askReissue, reissue } from '../support/reissues.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const { shiftId } = await openShift(system, 'shipper-an');

afterEach(() => {
  staged.stage();
});

const body = {
  codAmountVnd: 7_000,
  recipient: {
    name: 'Phạm Quốc Bảo',
    phone: '0905111222',
    address: { street: 'Số 5', communeCode: '00008' },
  },
};

const outWithAn = () => issueTo(system, shiftId);

const cod = (token: string) => cashAtDoor(system, token);

/** Everything that the system keeps besides its log and its counts of reads. */
const kept = async ({ parcelId, labelId }: Issued) => {
  const tenant = 'demo';
  const keys = [
    keyOf('parcels', 'parcel', { tenant, parcelId }),
    keyOf('parcels', 'label', { tenant, labelId }),
    keyOf('parcel-keys', 'labelKey', { tenant, labelId }),
    keyOf('parcel-escrow', 'escrow', { tenant, parcelId }),
  ];
  return Promise.all(keys.map((key) => system.table.get(key)));
};

const arrive = ({ parcelId }: Issued) =>
  scan(system, 'order-system', [
    { parcelId, event: 'arrived', holder: { type: 'facility', id: 'HN-BA-DINH' } },
  ]);

describe('a new label', () => {
  it.each(LOST)(
    'changes nothing where %s, and is made when it is asked for again',
    async (_what, due, stage) => {
      const parcel = await outWithAn();
      const [before, events] = [await kept(parcel), (await recordedEvents(system.table)).length];
      const key = `lost-${parcel.parcelId}`;
      staged.stage(stage);
      const answer = await askReissue(system, parcel, body, key);
      staged.stage();
      expect([answer.status, await codeOf(answer)]).toEqual([503, due]);
      expect(await kept(parcel)).toEqual(before);
      expect(await cod(parcel.token)).toBe(420_000);
      const again = await askReissue(system, parcel, body, key);
      const { token } = (await again.json()) as Issued;
      expect([await cod(token), await cod(parcel.token)]).toEqual([7_000, 7_000]);
      expect(await recordedEvents(system.table)).toHaveLength(events + 4);
    },
  );

  it('is made once where it is applied and the answer lost, and its token is had by asking again', async () => {
    const parcel = await outWithAn();
    const key = `cut-${parcel.parcelId}`;
    const events = (await recordedEvents(system.table)).length;
    staged.stage(unconfirmed);
    expect(await codeOf(await askReissue(system, parcel, body, key))).toBe('STORE.OUTCOME_UNKNOWN');
    staged.stage();
    const [one, other] = [
      await askReissue(system, parcel, body, key),
      await askReissue(system, parcel, body, key),
    ];
    const { token } = (await one.json()) as Issued;
    expect(((await other.json()) as Issued).token).toBe(token);
    expect(await recordedEvents(system.table)).toHaveLength(events + 1);
    expect(await cod(token)).toBe(7_000);
  });

  it('of several at the same time is the last one, and no other but the one on the road opens', async () => {
    const parcel = await outWithAn();
    const ask = async (amount: number): Promise<string> => {
      for (;;) {
        const key = `${parcel.parcelId}-${amount}`;
        const answer = await askReissue(system, parcel, { ...body, codAmountVnd: amount }, key);
        if (answer.ok) return ((await answer.json()) as Issued).token;
        expect(await codeOf(answer)).toBe('PARCEL.CHANGED');
      }
    };
    const tokens = await Promise.all([1, 2, 3, 4].map((amount) => ask(amount)));
    const opened = await Promise.all(tokens.map((token) => cod(token)));
    const last = opened.filter((one) => typeof one === 'number');
    expect(last).toHaveLength(1);
    expect(opened.filter((one) => one === 'PARCEL.REVOKED')).toHaveLength(3);
    expect(await cod(parcel.token)).toBe(last[0]);
  });

  it('is answered in the same words where the same request has made it meanwhile', async () => {
    const parcel = await outWithAn();
    const { parcelId } = parcel;
    const ask = async () => (await askReissue(system, parcel, body, `overlap-${parcelId}`)).text();
    let first = '';
    staged.afterReading(keyOf('parcels', 'parcel', { tenant: 'demo', parcelId }), async () => {
      first = await ask();
    });
    expect(await ask()).toBe(first);
    expect(JSON.parse(first)).toMatchObject({ routing: { communeCode: '00008' } });
  });

  it('that comes between two reads of the former one leaves it open on the road, with the new words', async () => {
    const parcel = await outWithAn();
    const { labelId, token } = parcel;
    staged.afterReading(keyOf('parcels', 'label', { tenant: 'demo', labelId }), () =>
      reissue(system, parcel, body),
    );
    expect(await cod(token)).toBe(7_000);
  });

  it('that meets an amendment comes after it, and says the last word', async () => {
    const parcel = await outWithAn();
    staged.inBetween(() =>
      system.as('order-system').post(`/v1/parcels/${parcel.parcelId}/amendments`, { codAmountVnd: 1 }),
    );
    const { token } = await reissue(system, parcel, body);
    expect([await cod(token), await cod(parcel.token)]).toEqual([7_000, 7_000]);
  });

  it('leaves no former label to a parcel that comes back to a facility in between', async () => {
    const parcel = await outWithAn();
    staged.inBetween(() => arrive(parcel));
    const { formerLabelUntil } = await reissue(system, parcel, body);
    expect(formerLabelUntil).toBeUndefined();
    expect(await cod(parcel.token)).toBe('PARCEL.REVOKED');
  });

  it('is none where the parcel is delivered or revoked in between', async () => {
    const [delivered, revoked] = [await outWithAn(), await outWithAn()];
    staged.inBetween(() =>
      scan(system, 'order-system', [{ parcelId: delivered.parcelId, event: 'delivered' }]),
    );
    expect(await codeOf(await askReissue(system, delivered, body))).toBe('PARCEL.CLOSED');
    staged.inBetween(() =>
      system.as('order-system').post(`/v1/parcels/${revoked.parcelId}/revoke`, { reason: 'cancelled' }),
    );
    expect(await codeOf(await askReissue(system, revoked, body))).toBe('PARCEL.CLOSED');
  });

  it('is all that there is where the key of the former is destroyed in between', async () => {
    const parcel = await outWithAn();
    const key = keyOf('parcel-keys', 'labelKey', { tenant: 'demo', labelId: parcel.labelId });
    staged.inBetween(() => system.table.write({ kind: 'delete', key }));
    const { token, formerLabelUntil } = await reissue(system, parcel, body);
    expect(formerLabelUntil).toBeUndefined();
    expect([await cod(token), await cod(parcel.token)]).toEqual([7_000, 'PARCEL.REVOKED']);
  });

  it('is none where everything that is kept of the parcel is destroyed in between', async () => {
    const parcel = await outWithAn();
    const key = keyOf('parcel-keys', 'subjectKey', { tenant: 'demo', parcelId: parcel.parcelId });
    staged.inBetween(() => system.table.write({ kind: 'delete', key }));
    const before = (await kept(parcel)).slice(1);
    expect(await codeOf(await askReissue(system, parcel, body))).toBe('PARCEL.SHREDDED');
    expect((await kept(parcel)).slice(1)).toEqual(before);
  });

  it('is had for a parcel whose label a restore brought back dead', async () => {
    const parcel = await outWithAn();
    const { labelId } = parcel;
    await system.table.write({
      kind: 'update',
      key: keyOf('parcels', 'label', { tenant: 'demo', labelId }),
      set: { status: 'dead' },
      add: { version: 1 },
    });
    await system.table.write({
      kind: 'delete',
      key: keyOf('parcel-keys', 'labelKey', { tenant: 'demo', labelId }),
    });
    expect(await cod(parcel.token)).toBe('PARCEL.REVOKED');
    const { token } = await reissue(system, parcel, body);
    expect([await cod(token), await cod(parcel.token)]).toEqual([7_000, 'PARCEL.REVOKED']);
  });
});

describe('the first scan of a new label', () => {
  it('ends the former once, also where it is applied and the answer lost', async () => {
    const parcel = await outWithAn();
    const { token } = await reissue(system, parcel, body);
    const send = () =>
      system
        .as('order-system')
        .post(
          '/v1/custody-events',
          { events: [{ token, event: 'out-for-delivery', holder: { type: 'shift', id: shiftId } }] },
          { 'idempotency-key': `scan-${parcel.parcelId}` },
        );
    staged.stage(unconfirmed);
    await send();
    staged.stage();
    const { results } = (await (await send()).json()) as {
      readonly results: readonly { readonly status: number }[];
    };
    expect(results[0]?.status).toBe(200);
    expect([await cod(token), await cod(parcel.token)]).toEqual([7_000, 'PARCEL.REVOKED']);
  });

  it('that is lost leaves the former as it was', async () => {
    const parcel = await outWithAn();
    const { token } = await reissue(system, parcel, body);
    const before = await kept(parcel);
    staged.stage(down);
    await scan(system, 'order-system', [
      { token, event: 'out-for-delivery', holder: { type: 'shift', id: shiftId } },
    ]);
    staged.stage();
    expect(await kept(parcel)).toEqual(before);
    expect(await cod(parcel.token)).toBe(7_000);
    expect(system.faults).toEqual([]);
  });
});
