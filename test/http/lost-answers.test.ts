import { OutcomeUnknown } from '@temkin/kernel';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { deviceKeys } from '../support/device-keys.ts';
import { bringTo, handTo, issue, labelOf, newParcel, openCase, openShift } from '../support/parcels.ts';
import { reissueBody } from '../support/reissues.ts';
import { WRITTEN } from '../support/releases.ts';
import { enrolDevice } from '../support/shift-loads.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const { shiftId } = await openShift(system, 'shipper-an');
const { deviceId } = await enrolDevice(system);

afterEach(() => staged.stage());

/** A request that writes, and what it is about, made anew for each test. */
interface Asked {
  readonly path: string;
  readonly body?: object;
}

const RECEIVER = { url: 'https://receiver.example/', events: ['parcel.state-changed'] };

const webhookAt = async (act: string): Promise<Asked> => {
  const answer = await system.as('order-system').post('/v1/webhooks', RECEIVER);
  const { webhookId } = (await answer.json()) as { readonly webhookId: string };
  return { path: `/v1/webhooks/${webhookId}/${act}` };
};

const [rotation, test] = [await webhookAt('rotate-secret'), await webhookAt('test')];

const parcelAt = async (act: string, body: object): Promise<Asked> => ({
  path: `/v1/parcels/${(await issue(system)).parcelId}/${act}`,
  body,
});

const atDesk = async () => {
  const parcel = await issue(system);
  await bringTo(system, parcel);
  return parcel;
};

const withAn = async () => {
  const parcel = await issue(system);
  await handTo(system, parcel, shiftId);
  return parcel;
};

const scanOf = (scan: object): Asked => ({ path: '/v1/custody-events', body: { events: [scan] } });

const collectionOf = async (): Promise<Asked> => {
  const { path } = await parcelAt('collection', {});
  await system.as('desk-em').post(path, { shipper: 'shipper-an' });
  return { path: `${path}/cancel` };
};

const shredding = async (): Promise<Asked> => {
  const { parcelId } = await issue(system);
  await system.as('order-system').post(`/v1/parcels/${parcelId}/revoke`, { reason: 'cancelled' });
  return { path: `/v1/parcels/${parcelId}/shred`, body: { reason: 'unlawful' } };
};

const release = async (): Promise<Asked> => {
  const { parcelId } = await issue(system);
  const released = { ground: 'criminal-case', groups: ['delivery'], validUntil: '2026-11-30' };
  return { path: '/v1/authority-releases', body: { ...WRITTEN, ...released, parcelId } };
};

const claim = async (): Promise<Asked> => {
  const parcel = await issue(system);
  await bringTo(system, parcel, 'HN-HOAN-KIEM');
  return { path: '/v1/parcels/claims', body: { token: parcel.token, shiftId } };
};

const caseOf = async () => ({ parcelId: (await issue(system)).parcelId, kind: 'dispute', reason: 'lost' });

let serial = 0;

const shiftOf = async () => {
  const subject = `shipper-${(serial += 1)}`;
  const staff = { tenant: 'demo', kind: 'staff', facility: 'HN-BA-DINH' } as const;
  await system.enrol({ ...staff, subject, roles: ['shipper'], scopes: [] });
  return { shipper: subject, facility: 'HN-BA-DINH' };
};

const shiftToClose = async (): Promise<Asked> => {
  const { shipper } = await shiftOf();
  return { path: `/v1/shifts/${(await openShift(system, shipper)).shiftId}/close` };
};

const gate = async (): Promise<Asked> => {
  const validFrom = `2026-12-${10 + (serial += 1)}`;
  return { path: '/v1/custody-gate', body: { mode: 'warn', facility: 'HN-BA-DINH', validFrom } };
};

const at = (path: string, body: () => object | Promise<object>) => async (): Promise<Asked> => ({
  path,
  body: await body(),
});

const scanned = (parcel: () => Promise<{ readonly token: string }>, event: object) => async () =>
  scanOf({ token: (await parcel()).token, ...event });

const named = (parcel: () => Promise<{ readonly parcelId: string }>, event: object) => async () =>
  scanOf({ parcelId: (await parcel()).parcelId, ...event });

const newLabel = async (): Promise<Asked> => {
  const parcel = await issue(system);
  return { path: `/v1/parcels/${parcel.parcelId}/reissue`, body: reissueBody(parcel) };
};

const [HERE, THERE] = ['HN-BA-DINH', 'HN-HOAN-KIEM'].map((id) => ({ type: 'facility', id }));
const SHIFT = { type: 'shift', id: shiftId };
const NO_ANSWER = { event: 'attempted', detail: { reason: 'no-answer' } };

type Written = readonly [what: string, by: string, () => Promise<Asked>, keyed: string, bare: string];

/** What is written, by whom, with what, and what it comes to once more: with its Idempotency-Key, and without any. */
const WRITES: readonly Written[] = [
  ['a parcel issued', 'order-system', at('/v1/parcels', newParcel), 'same', '409 PARCEL.WAYBILL_EXISTS'],
  [
    'a batch issued',
    'order-system',
    at('/v1/parcels/batch', () => ({ parcels: [newParcel()] })),
    'same',
    '409 PARCEL.WAYBILL_EXISTS',
  ],
  ['an amendment', 'order-system', () => parcelAt('amendments', { handlingNote: 'Gọi' }), 'same', '201'],
  ['a new label', 'order-system', newLabel, 'same', '201'],
  ['a revocation', 'order-system', () => parcelAt('revoke', { reason: 'cancelled' }), 'same', 'same'],
  ['a collection', 'desk-em', () => parcelAt('collection', { shipper: 'shipper-an' }), 'same', 'same'],
  ['a collection taken back', 'desk-em', collectionOf, 'same', 'same'],
  [
    'one accepted',
    'sorter-chi',
    scanned(() => issue(system), { event: 'accepted' }),
    'same',
    '200 duplicate',
  ],
  [
    'one collected',
    'shipper-an',
    scanned(() => issue(system), { event: 'collected' }),
    'same',
    '200 duplicate',
  ],
  ['one taken', 'shipper-an', scanned(atDesk, { event: 'out-for-delivery' }), 'same', '200 duplicate'],
  [
    'one handed out by number',
    'desk-em',
    named(atDesk, { event: 'out-for-delivery', holder: SHIFT }),
    'same',
    '200 duplicate',
  ],
  ['one delivered', 'shipper-an', scanned(withAn, { event: 'delivered' }), 'same', '200 duplicate'],
  ['one delivered at the desk', 'desk-em', named(atDesk, { event: 'delivered' }), 'same', '200 duplicate'],
  ['one attempted', 'shipper-an', scanned(withAn, NO_ANSWER), 'same', '200 duplicate'],
  ['one offered', 'sorter-chi', named(atDesk, { event: 'departed', holder: THERE }), 'same', '200 duplicate'],
  ['one sent back', 'desk-em', named(atDesk, { event: 'returning' }), 'same', '200 duplicate'],
  ['one held', 'sorter-chi', named(atDesk, { event: 'held' }), 'same', '200 duplicate'],
  ['one lost', 'dispatcher-phong', named(atDesk, { event: 'lost' }), 'same', '200 duplicate'],
  ['one brought back', 'desk-em', scanned(withAn, { event: 'arrived' }), 'same', '200 duplicate'],
  [
    'one reported by the transport system',
    'order-system',
    named(() => issue(system), { event: 'arrived', holder: HERE }),
    'same',
    '200 duplicate',
  ],
  ['a claim', 'dispatcher-phong', claim, '200', '409 PARCEL.CLAIM_NEEDLESS'],
  ['a shift', 'desk-em', at('/v1/shifts', shiftOf), 'same', '409 PARCEL.SHIFT_OPEN'],
  ['a shift closed', 'desk-em', shiftToClose, 'same', 'same'],
  [
    'a load',
    'shipper-an',
    at(`/v1/shifts/${shiftId}/load`, async () => ({ tokens: [(await withAn()).token], deviceId })),
    '409 PARCEL.LOAD_ALREADY_DONE',
    '200',
  ],
  ['a case', 'support-lead-quynh', at('/v1/cases', caseOf), 'same', '201'],
  [
    'a case closed',
    'support-lead-quynh',
    async () => ({ path: `/v1/cases/${(await openCase(system, await caseOf())).caseId}/close` }),
    'same',
    'same',
  ],
  ['a gate', 'security-ha', gate, 'same', 'same'],
  [
    'a label drawn',
    'desk-em',
    at('/v1/labels', async () => ({ format: 'svg', items: [labelOf(await issue(system))] })),
    '200',
    '200',
  ],
  ['a shredding asked for', 'privacy-minh', shredding, 'same', 'same'],
  ['a release asked for', 'privacy-minh', release, 'same', 'same'],
  ['a device', 'staff-admin-lan', at('/v1/devices', () => deviceKeys().newDevice), 'same', 'same'],
  ['a webhook', 'order-system', at('/v1/webhooks', () => RECEIVER), 'same', '201'],
  ['a secret rotated', 'order-system', async () => rotation, 'same', '201'],
  ['a test message', 'order-system', async () => test, 'same', '202'],
];

interface Told {
  readonly code?: string;
  readonly results?: readonly {
    readonly status: number;
    readonly problem?: { readonly code: string };
    readonly custodyEvent?: { readonly flags: readonly string[] };
  }[];
}

/** Status and code of an answer, or of the one item in it, and the flags of a scan. */
const outcomeOf = (status: number, text: string): string => {
  const { code, results: [result] = [] } = JSON.parse(text) as Told;
  const word = code ?? result?.problem?.code ?? result?.custodyEvent?.flags.join();
  return `${result?.status ?? status} ${word ?? ''}`.trim();
};

const send = async (by: string, { path, body }: Asked, key: string | undefined) => {
  const answer = await system.as(by).post(path, body, key === undefined ? {} : { 'idempotency-key': key });
  const text = await answer.text();
  return { text, outcome: outcomeOf(answer.status, text) };
};

/** What a request comes to, and what the same once more. */
const twice = async (by: string, asked: Asked, key?: string): Promise<readonly string[]> => {
  const [first, second] = [await send(by, asked, key), await send(by, asked, key)];
  return [first.outcome, second.text === first.text ? 'same' : second.outcome];
};

const DONE = expect.stringMatching(/^20\d( skipped-scan)?$/) as unknown;

describe.each(WRITES)('%s, whose answer is lost,', (_what, by, make, keyed, bare) => {
  it('is written once where the request is sent again with its key', async () => {
    expect(await twice(by, await make(), randomUUID())).toEqual([DONE, keyed]);
  });

  it('is one where attempts with its key overlap, and whoever is not told so tries again', async () => {
    const [asked, key] = [await make(), randomUUID()];
    const attempts = await Promise.all([1, 2, 3].map(() => send(by, asked, key)));
    for (const { outcome } of attempts)
      expect(outcome).toMatch(/^(20\d( skipped-scan)?|409 \w+\.(LOAD_ALREADY_DONE|DEVICE_CHANGED))$/);
    const told = attempts.flatMap(({ outcome, text }) => (outcome.startsWith('20') ? text : []));
    expect(told.length).toBeGreaterThan(0);
    // What is drawn or claimed once more is told in other words.
    expect(new Set(keyed === '200' ? [''] : told).size).toBe(1);
  });

  it('is what is known, or a second one that says so, where it is sent again without any', async () => {
    expect(await twice(by, await make())).toEqual([DONE, bare]);
  });

  it('is found written where it was the store’s own answer', async () => {
    const [asked, key] = [await make(), randomUUID()];
    staged.stage(async (commit) => {
      await commit();
      throw new OutcomeUnknown('cut');
    });
    expect((await send(by, asked, key)).outcome).toMatch(/^503 (STORE|PARCEL)\.OUTCOME_UNKNOWN$/);
    staged.stage();
    expect((await twice(by, asked, key))[0]).toEqual(DONE);
  });
});

it('meets no fault of ours', () => {
  expect(system.faults).toEqual([]);
});
