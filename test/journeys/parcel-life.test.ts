import { openBundle, type BundleSigningKey } from '@temkin/parcel/bundle';
import { describe, expect, it } from 'vitest';
import { bundleDevice } from '../support/bundle-device.ts';
import { deviceKeys } from '../support/device-keys.ts';
import { issue, openCase, openShift, scan } from '../support/parcels.ts';
import { testSystem } from '../support/system.ts';
import { problemIn } from '../support/tiny-application.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const FACILITY = { type: 'facility', id: 'HN-BA-DINH' };

const system = await testSystem();
const { clock } = system;

/** The company's parcel, followed to its end; every later step is about it. */
const parcel = await issue(system);
const { parcelId, token, waybillNumber } = parcel;

const post = async (by: string, path: string, body?: unknown) => {
  const answer = await system.as(by).post(path, body);
  const read: unknown = answer.ok ? await answer.json() : await problemIn(answer);
  return { status: answer.status, body: read as Readonly<Record<string, unknown>> };
};

const scanned = async (by: string, event: string, more: object = {}): Promise<string | undefined> => {
  clock.advance(HOUR);
  const [result] = await scan(system, by, [{ token, event, ...more }]);
  return result?.state ?? result?.problem?.code;
};

/** What a read answers: the fields that it shows, or why not. */
const read = async (by: string, path: string, question: object): Promise<unknown> => {
  const { status, body } = await post(by, path, question);
  return status === 200 ? body.fields : body.code;
};

const atTheDoor = () => read('shipper-an', '/v1/parcels/resolve', { token, purpose: 'delivery' });

const RECIPIENT = {
  recipient: {
    name: 'Nguyễn Thị Hạnh',
    address: {
      street: 'Số 8, Phố Đội Cấn',
      communeCode: '00004',
      communeName: 'Phường Ba Đình',
      provinceName: 'Thành phố Hà Nội',
    },
  },
  codAmountVnd: 420_000,
  handlingNote: 'Gọi trước khi giao',
};

interface AuditEvent {
  readonly eventId: string;
  readonly action: string;
}

/** The events of the parcel's steps. */
const steps: string[] = [];

describe('the life of a parcel', () => {
  it('begins with its collection: the shipper who was sent reads the sender, and nobody the recipient', async () => {
    await openShift(system, 'shipper-binh');
    const assigned = await post('desk-em', `/v1/parcels/${parcelId}/collection`, { shipper: 'shipper-binh' });
    expect(assigned.body).toMatchObject({ state: 'awaiting-collection', shipper: 'shipper-binh' });

    const question = { parcelId, purpose: 'collection' };
    expect(await read('shipper-binh', '/v1/parcels/open', question)).toMatchObject({
      sender: { name: 'Trần Văn Dũng', address: { street: 'Số 21, Phố Kim Mã' } },
    });
    expect(await read('shipper-an', '/v1/parcels/open', question)).toBe('PARCEL.NOT_IN_CUSTODY');
    expect(await scanned('shipper-binh', 'collected')).toBe('in-transit');
  });

  it('goes on with its acceptance and sorting, which need no name', async () => {
    expect(await scanned('sorter-chi', 'accepted', { holder: FACILITY })).toBe('accepted');
    expect(await scanned('sorter-chi', 'arrived', { holder: FACILITY })).toBe('at-facility');
    const feed = await system.as('sorter-chi').get('/v1/facilities/HN-BA-DINH/parcels');
    const lines = (await feed.text()).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { waybillNumber, communeCode: '00004', sortCode: 'HN-BD-01' },
    ]);
    expect(await atTheDoor()).toBe('PARCEL.NOT_IN_CUSTODY');
  });

  it('is loaded onto a shift, and read at the door without coverage', async () => {
    const { shiftId } = await openShift(system, 'shipper-an');
    const { deviceKey, bundleKey } = await bundleDevice();
    const { newDevice } = deviceKeys();
    const enrolled = await post('staff-admin-lan', '/v1/devices', { ...newDevice, bundleKey });
    const { deviceId } = enrolled.body as { readonly deviceId: string };

    const loaded = await post('shipper-an', `/v1/shifts/${shiftId}/load`, { tokens: [token], deviceId });
    expect(loaded).toMatchObject({ status: 200, body: { results: [{ status: 200, taken: true }] } });
    const { data } = loaded.body.bundle as { readonly data: string };
    const published = await system.as('shipper-an').get('/v1/bundle-keys');
    const { keys: signingKeys } = (await published.json()) as { readonly keys: readonly BundleSigningKey[] };
    const opened = await openBundle(new Uint8Array(Buffer.from(data, 'base64')), { deviceKey, signingKeys });
    expect(opened).toMatchObject({
      parcels: [
        {
          waybillNumber,
          groups: {
            delivery: { recipientName: 'Nguyễn Thị Hạnh', street: 'Số 8, Phố Đội Cấn' },
            payment: { codAmountVnd: 420_000 },
          },
        },
      ],
    });
    expect(await atTheDoor()).toEqual(RECIPIENT);
  });

  it('is attempted in vain, amended, and read as amended under the same label', async () => {
    expect(await scanned('shipper-an', 'attempted', { detail: { reason: 'nobody-there' } })).toBe(
      'attempted',
    );
    const amendment = { substitute: { name: 'Bùi Thị Mai' }, codAmountVnd: 400_000, handlingNote: null };
    const amended = await post('order-system', `/v1/parcels/${parcelId}/amendments`, amendment);
    expect(amended).toMatchObject({ status: 201, body: { version: 1 } });

    expect(await scanned('shipper-an', 'out-for-delivery')).toBe('out-for-delivery');
    expect(await atTheDoor()).toMatchObject({ codAmountVnd: 400_000, substitute: { name: 'Bùi Thị Mai' } });
    expect(await atTheDoor()).not.toHaveProperty('handlingNote');
  });

  it('is delivered with a proof, and opens for its shipper no more', async () => {
    const proof = { kind: 'signature', reference: 'POD-000017' };
    expect(await scanned('shipper-an', 'delivered', { detail: { to: 'neighbour', proof } })).toBe(
      'delivered',
    );
    expect(await atTheDoor()).toMatch(/^PARCEL\./);
  });

  it('is disputed: support reads what a case is open for, and nobody without one', async () => {
    const question = { waybillNumber, purpose: 'dispute' };
    expect(await read('support-phuc', '/v1/parcels/open', question)).toBe('PARCEL.CASE_UNKNOWN');
    const { caseId } = await openCase(system, { parcelId, kind: 'dispute', reason: 'not-delivered' });
    expect(await read('support-phuc', '/v1/parcels/open', { ...question, caseId })).toMatchObject({
      recipient: { name: 'Nguyễn Thị Hạnh' },
      codAmountVnd: 400_000,
      goods: { description: 'Áo khoác gió nữ' },
      handOver: { to: 'neighbour', proof: { kind: 'signature', reference: 'POD-000017' } },
    });
  });

  it('loses its label’s key, and is still there without its label', async () => {
    clock.advance(60 * DAY);
    await system.shredDue();
    const { caseId } = await openCase(system, { parcelId, kind: 'dispute', reason: 'not-delivered' });
    const byLabel = { token, purpose: 'dispute', caseId };
    expect(await read('support-phuc', '/v1/parcels/resolve', byLabel)).toBe('PARCEL.SHREDDED');
    expect(
      await read('support-phuc', '/v1/parcels/open', { waybillNumber, purpose: 'dispute', caseId }),
    ).toMatchObject({ recipient: { name: 'Nguyễn Thị Hạnh' } });
  });

  it('is on record step by step, while anything leads to it', async () => {
    const asked = await post('auditor-khanh', '/v1/audit/queries', {
      parcelId,
      outcome: 'allowed',
      limit: 100,
    });
    const { events } = asked.body as { readonly events: readonly AuditEvent[] };
    expect(events.map(({ action }) => action)).toEqual([
      'parcel.issue',
      'collection.assign',
      'parcel.open',
      'custody.record',
      'custody.record',
      'custody.record',
      'shift.load',
      'parcel.resolve',
      'custody.record',
      'parcel.amend',
      'custody.record',
      'parcel.resolve',
      'parcel.resolve',
      'custody.record',
      'case.open',
      'parcel.open',
      'parcel.shred',
      'case.open',
      'parcel.open',
    ]);
    steps.push(...events.map(({ eventId }) => eventId));
  });

  it('ends with its sealed copy: nobody reads it again, and nothing leads from it to its steps', async () => {
    clock.advance(300 * DAY);
    await system.shredDue();
    const question = { parcelId, purpose: 'route' };
    expect(await read('order-system', '/v1/parcels/open', question)).toBe('PARCEL.SHREDDED');
    const state = await system.as('order-system').get(`/v1/parcels/${parcelId}`);
    expect(state.status).toBe(410);
    const asked = await post('auditor-khanh', '/v1/audit/queries', { parcelId, limit: 100 });
    expect(asked.body).toMatchObject({ events: [] });
  });

  it('leaves every step on record, though of which parcel nobody can tell', async () => {
    expect(steps.length).toBeGreaterThan(0);
    for (const eventId of steps)
      expect((await system.as('auditor-khanh').get(`/v1/audit/events/${eventId}`)).status).toBe(200);
  });
});
