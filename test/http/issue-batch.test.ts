import { StoreUnavailable } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import { FATES } from '../support/failing-writes.ts';
import { issue, newParcel, type Issued } from '../support/parcels.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { stagedTable, type Stage } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });

interface Result {
  readonly index: number;
  readonly status: number;
  readonly parcel?: Issued;
  readonly auditEvent?: string;
  readonly problem?: {
    readonly code: string;
    readonly status: number;
    readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  };
}

let serial = 0;
const newKey = (): string => `batch-${(serial += 1)}`;

const post = (parcels: readonly unknown[], key = newKey()) =>
  system.as('order-system').post('/v1/parcels/batch', { parcels }, { 'idempotency-key': key });

const issueBatch = async (parcels: readonly unknown[], key?: string): Promise<readonly Result[]> => {
  const answer = await post(parcels, key);
  expect(answer.status).toBe(200);
  const { results } = (await answer.json()) as { results: readonly Result[] };
  expect(results.map(({ index }) => index)).toEqual(parcels.map((_, index) => index));
  return results;
};

const parcels = (count: number): ReturnType<typeof newParcel>[] =>
  Array.from({ length: count }, () => newParcel());

/** What a refused item says: its code, and where in the body. */
const refusalOf = ({ status, problem }: Result): string => {
  expect(problem?.status).toBe(status);
  return [status, problem?.code, ...(problem?.errors ?? []).map(({ pointer }) => pointer)].join(' ');
};

/** Parcels that were written since the test file began, by id: one entry for each write. */
const writtenParcels = (): readonly string[] =>
  staged.committed.filter(({ key }) => key.sort === 'parcel').map(({ key }) => key.partition);

describe('a batch', () => {
  it('of a thousand issues the good parcels and says of each bad one what and where, in the order sent', async () => {
    const existing = await issue(system);
    const sent: unknown[] = parcels(1_000);
    const good = newParcel();
    const emoji = { name: '📦'.repeat(100), phone: '0912345678' };
    const bad: Record<number, readonly [unknown, string]> = {
      0: [{ ...good, waybillNumber: 'lower' }, '422 REQUEST.INVALID /parcels/0/waybillNumber'],
      7: [{ ...newParcel(), surplus: 1 }, '422 REQUEST.INVALID /parcels/7'],
      8: ['not a parcel', '422 REQUEST.INVALID /parcels/8'],
      9: [null, '422 REQUEST.INVALID /parcels/9'],
      400: [
        newParcel({ recipient: { ...good.recipient, name: '', phone: '1' } }),
        '422 REQUEST.INVALID /parcels/400/recipient/name /parcels/400/recipient/phone',
      ],
      401: [
        newParcel({ sender: { ...good.sender, address: { street: 'x', communeCode: '99999' } } }),
        '422 PARCEL.ADDRESS_INVALID /parcels/401/sender/address/communeCode',
      ],
      402: [
        newParcel({ recipient: { ...emoji, address: { street: '📦'.repeat(200), communeCode: '00004' } } }),
        '422 PARCEL.TOO_LARGE',
      ],
      500: [
        newParcel({ waybillNumber: existing.waybillNumber }),
        '409 PARCEL.WAYBILL_EXISTS /parcels/500/waybillNumber',
      ],
      999: [sent[998], '409 PARCEL.WAYBILL_EXISTS /parcels/999/waybillNumber'],
    };
    for (const [index, [parcel]] of Object.entries(bad)) sent[Number(index)] = parcel;

    const results = await issueBatch(sent);
    const issued = results.flatMap(({ parcel }) => parcel ?? []);
    const refused = results.filter(({ parcel }) => parcel === undefined);
    expect(Object.fromEntries(refused.map((result) => [result.index, refusalOf(result)]))).toEqual(
      Object.fromEntries(Object.entries(bad).map(([index, [, refusal]]) => [index, refusal])),
    );
    expect(issued).toHaveLength(1_000 - Object.keys(bad).length);
    for (const { index, status, parcel } of results.filter((result) => result.parcel !== undefined)) {
      expect(status).toBe(201);
      expect(parcel?.waybillNumber).toBe((sent[index] as Issued).waybillNumber);
    }
    for (const name of ['parcelId', 'labelId', 'token'] as const)
      expect(new Set(issued.map((parcel) => parcel[name])).size).toBe(issued.length);
    expect(system.faults).toEqual([]);
  });

  it('has an event for each transaction, which names its parcels, and each result names that event', async () => {
    const before = await recordedEvents(system.table);
    const results = await issueBatch(parcels(30));
    const known = new Set(before.map(({ metadata }) => metadata.uid));
    const events = (await recordedEvents(system.table)).filter(({ metadata }) => !known.has(metadata.uid));
    const named = results.map(({ auditEvent }) => auditEvent);
    expect(new Set(named)).toEqual(new Set(events.map(({ metadata }) => metadata.uid)));
    expect(new Set(events.flatMap(({ resources }) => resources.map(({ uid }) => uid))).size).toBe(30);
    for (const { resources, metadata } of events)
      expect(named.filter((name) => name === metadata.uid)).toHaveLength(resources.length);
  });

  it('lets the first parcel of a waybill number have it, and refuses all later ones', async () => {
    const { waybillNumber } = newParcel();
    const results = await issueBatch(Array.from({ length: 30 }, () => newParcel({ waybillNumber })));
    expect(results.map(({ status }) => status)).toEqual([201, ...Array.from({ length: 29 }, () => 409)]);
    expect(results[1]?.problem?.errors?.[0]?.detail).toBe(
      'An earlier parcel of this batch has this waybill number.',
    );
  });

  it('lets a later parcel have the waybill number of one that was refused before it', async () => {
    const { waybillNumber, recipient } = newParcel();
    const nowhere = { ...recipient, address: { ...recipient.address, communeCode: '99999' } };
    const results = await issueBatch([
      newParcel({ waybillNumber, recipient: nowhere }),
      newParcel({ waybillNumber }),
      newParcel({ waybillNumber }),
    ]);
    expect(results.map(({ status }) => status)).toEqual([422, 201, 409]);
  });

  it('of 1,001 or none is refused as a whole', async () => {
    const before = staged.committed.length;
    for (const sent of [Array.from({ length: 1_001 }, () => 0), []]) {
      const answer = await post(sent);
      expect(answer.status).toBe(422);
      const problem = (await answer.json()) as { code: string; errors: { pointer: string }[] };
      expect(problem.code).toBe('REQUEST.INVALID');
      expect(problem.errors.map(({ pointer }) => pointer)).toEqual(['/parcels']);
    }
    expect(staged.committed).toHaveLength(before);
  });
});

/** Lets so many transactions through, then fails them all: before they are written, or after. */
const failingAfter = (transactions: number, how: 'lost' | 'applied'): Stage => {
  let seen = 0;
  return (commit, writes) => {
    seen += 1;
    return seen <= transactions ? commit() : FATES[how](commit, writes);
  };
};

describe('a batch that was cut off', () => {
  it.each([
    ['lost', 0, 'AUDIT.UNAVAILABLE'],
    ['lost', 3, 'AUDIT.UNAVAILABLE'],
    ['applied', 0, 'PARCEL.OUTCOME_UNKNOWN'],
    ['applied', 3, 'PARCEL.OUTCOME_UNKNOWN'],
  ] as const)(
    'with writes %s after %i transactions is completed under its key, nothing twice',
    async (how, transactions, code) => {
      const sent = parcels(50);
      const key = newKey();
      const before = writtenParcels().length;
      staged.stage(failingAfter(transactions, how));
      const first = await issueBatch(sent, key);
      staged.stage();
      const failed = first.filter(({ parcel }) => parcel === undefined);
      expect(failed.length).toBeGreaterThan(0);
      expect(new Set(failed.map(refusalOf))).toEqual(new Set([`503 ${code}`]));
      expect(first.length - failed.length).toBe(transactions * 9);

      const second = await issueBatch(sent, key);
      expect(new Set(second.map(({ status }) => status))).toEqual(new Set([201]));
      expect(second.filter(({ index }) => first[index]?.parcel !== undefined)).toEqual(
        first.filter(({ parcel }) => parcel !== undefined),
      );
      const written = writtenParcels().slice(before);
      expect(written).toHaveLength(sent.length);
      expect(new Set(written).size).toBe(sent.length);
      expect(await issueBatch(sent, key)).toEqual(second);
    },
  );

  it('meets a failed read: that is said of the parcels concerned, and the others are issued', async () => {
    const sent = parcels(40);
    const key = newKey();
    staged.stage(failingAfter(1, 'lost'));
    const first = await issueBatch(sent, key);
    staged.stage();

    staged.beforeGet(({ sort }) => {
      if (sort === 'label') throw new StoreUnavailable('down');
    });
    const second = await issueBatch(sent, key);
    staged.beforeGet();
    expect(second.map(({ status }) => status)).toEqual(
      first.map(({ parcel }) => (parcel === undefined ? 201 : 503)),
    );
    expect(new Set(second.filter(({ status }) => status === 503).map(refusalOf))).toEqual(
      new Set(['503 STORE.UNAVAILABLE']),
    );
    expect((await issueBatch(sent, key)).map(({ status }) => status)).toEqual(sent.map(() => 201));
  });
});
