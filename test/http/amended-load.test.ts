import { afterEach, describe, expect, it } from 'vitest';
import { issueTo, openShift, type Issued } from '../support/parcels.ts';
import { enrolDevice, loadShift, openLoaded } from '../support/shift-loads.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const device = await enrolDevice(system);
const { deviceId } = device;
const { shiftId } = await openShift(system, 'shipper-an');

afterEach(() => {
  staged.stage();
});

const ELSEWHERE = { street: 'Số 5, Ngõ 12 Phố Đào Tấn', communeCode: '00008' };

const amend = ({ parcelId }: Issued, body: object): Promise<Response> =>
  system.as('order-system').post(`/v1/parcels/${parcelId}/amendments`, body);

const outWithAn = () => issueTo(system, shiftId);

/** What the phone has of one parcel after a load. */
const onThePhone = async ({ token }: Issued) => {
  const loaded = await loadShift(system, 'shipper-an', shiftId, { tokens: [token], deviceId });
  const content = await openLoaded(system, 'shipper-an', loaded, device);
  return { ...content.parcels[0], communes: Object.keys(content.communes) };
};

describe('a load of an amended parcel', () => {
  it('has the newest word on each field, and the commune that it goes to now', async () => {
    const parcel = await outWithAn();
    await amend(parcel, {
      recipient: { address: ELSEWHERE, phone: '0905111222' },
      substitute: { name: 'Lê Thu Trang' },
      deliveryWindow: { from: '2026-11-24T18:00:00+07:00', to: '2026-11-24T20:00:00+07:00' },
      handlingNote: 'một',
      sortCode: 'HN-GV-02',
    });
    await amend(parcel, { codAmountVnd: 90_000, handlingNote: null });
    const { groups, communes, sortCode } = await onThePhone(parcel);
    expect([communes, sortCode]).toEqual([['00008'], 'HN-GV-02']);
    expect(groups).toEqual({
      delivery: {
        recipientName: 'Nguyễn Thị Hạnh',
        ...ELSEWHERE,
        substituteName: 'Lê Thu Trang',
        deliveryWindow: {
          from: Date.parse('2026-11-24T11:00:00Z'),
          to: Date.parse('2026-11-24T13:00:00Z'),
        },
      },
      payment: { codAmountVnd: 90_000 },
    });
  });

  it('is as it was when it was issued: what is amended afterwards, the next resolve has', async () => {
    const parcel = await outWithAn();
    const before = await onThePhone(parcel);
    await amend(parcel, { recipient: { address: ELSEWHERE } });
    expect(before.groups?.delivery).toMatchObject({ street: 'Số 8, Phố Đội Cấn' });
    const { token } = parcel;
    const read = await system.as('shipper-an').post('/v1/parcels/resolve', { token, purpose: 'delivery' });
    expect(await read.json()).toMatchObject({
      fields: { recipient: { address: ELSEWHERE } },
      amendment: { version: 1 },
    });
    expect((await onThePhone(parcel)).groups?.delivery).toMatchObject(ELSEWHERE);
  });

  it('that meets an amendment has all of it', async () => {
    const parcel = await outWithAn();
    staged.inBetween(() => amend(parcel, { recipient: { address: ELSEWHERE }, codAmountVnd: 7_000 }));
    const { groups } = await onThePhone(parcel);
    expect([groups?.delivery?.street, groups?.payment]).toEqual([
      ELSEWHERE.street,
      { codAmountVnd: 7_000, handlingNote: 'Gọi trước khi giao' },
    ]);
  });
});
