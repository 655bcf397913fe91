import { changeSettings, tenantStore } from '@temkin/access';
import { PURPOSES, type Purpose } from '@temkin/parcel/domain';
import { describe, expect, it } from 'vitest';
import { agreed } from '../support/approvals.ts';
import { askForCode, historyPath, postPublicly } from '../support/parcel-history.ts';
import {
  bringTo,
  handTo,
  issue,
  labelOf,
  openCase,
  openShift,
  scan,
  type Issued,
} from '../support/parcels.ts';
import { reissue } from '../support/reissues.ts';
import { askRelease } from '../support/releases.ts';
import { enrolDevice, loadShift } from '../support/shift-loads.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
await changeSettings({ tenants: tenantStore(system) })('demo', { keeping: 'label-only' });
const { shiftId } = await openShift(system, 'shipper-an');
const { deviceId } = await enrolDevice(system);

const atDesk = async (): Promise<Issued> => {
  const parcel = await issue(system);
  await bringTo(system, parcel);
  return parcel;
};

const withAn = async (): Promise<Issued> => {
  const parcel = await issue(system);
  await handTo(system, parcel, shiftId);
  return parcel;
};

const toCollect = async (): Promise<Issued> => {
  const parcel = await issue(system);
  await system.as('desk-em').post(`/v1/parcels/${parcel.parcelId}/collection`, { shipper: 'shipper-an' });
  return parcel;
};

const onItsWayBack = async (): Promise<Issued> => {
  const parcel = await atDesk();
  await scan(system, 'desk-em', [{ parcelId: parcel.parcelId, event: 'returning' }]);
  return parcel;
};

const caseFor = async ({ parcelId }: Issued, kind: string): Promise<object> => ({
  caseId: (await openCase(system, { parcelId, kind, reason: 'lost' })).caseId,
});

interface Told {
  readonly code?: string;
  readonly title?: string;
  readonly groups?: readonly string[];
}

const nothing = async (): Promise<object> => ({});

/** Of each purpose: who could read a parcel with an escrow copy for it, where that would lie, and with which record. */
const READERS: Readonly<
  Record<
    Exclude<Purpose, 'delivery'>,
    readonly (readonly [by: string, () => Promise<Issued>, (parcel: Issued) => Promise<object>])[]
  >
> = {
  'pickup-desk': [['desk-em', atDesk, nothing]],
  collection: [['shipper-an', toCollect, nothing]],
  return: [['desk-em', onItsWayBack, nothing]],
  route: [
    ['dispatcher-phong', atDesk, nothing],
    ['desk-em', atDesk, nothing],
    ['order-system', atDesk, nothing],
  ],
  reprint: [
    ['dispatcher-phong', atDesk, nothing],
    ['desk-em', atDesk, nothing],
    ['order-system', atDesk, nothing],
  ],
  support: [['support-phuc', atDesk, (parcel) => caseFor(parcel, 'support')]],
  dispute: [['support-phuc', atDesk, (parcel) => caseFor(parcel, 'dispute')]],
  inspection: [['inspector-dung', atDesk, (parcel) => caseFor(parcel, 'inspection')]],
  authority: [['privacy-nga', atDesk, nothing]],
};

const READINGS = PURPOSES.flatMap((purpose) =>
  purpose === 'delivery' ? [] : READERS[purpose].map((reader) => [purpose, ...reader] as const),
);

/** The problem that says why, in words for whoever stands at a counter. */
const why = expect.objectContaining({
  code: 'PARCEL.LABEL_ONLY',
  title: expect.stringMatching(/nothing is kept besides its label/) as unknown,
}) as unknown;

describe('a parcel that is kept on its label alone', () => {
  it.each(READINGS)('says why it is not read for %s by number, to %s', async (purpose, by, make, record) => {
    const parcel = await make();
    const { waybillNumber, parcelId } = parcel;
    const more = await record(parcel);
    for (const name of [{ waybillNumber }, { parcelId }]) {
      const answer = await system.as(by).post('/v1/parcels/open', { ...name, purpose, ...more });
      expect([answer.status, await answer.json()]).toEqual([403, why]);
    }
  });

  it.each([
    ['order-system', { codAmountVnd: 1_000 }],
    ['order-system', { recipient: { phone: '0905111222' } }],
    ['desk-em', { handlingNote: 'Gọi trước' }],
  ])('says why it is not amended, to %s: %j', async (by, changes) => {
    const { parcelId } = await atDesk();
    const answer = await system.as(by).post(`/v1/parcels/${parcelId}/amendments`, changes);
    expect([answer.status, await answer.json()]).toEqual([403, why]);
  });

  it('says why it is not released to an authority, before two people take the trouble', async () => {
    const { parcelId, waybillNumber } = await atDesk();
    for (const name of [{ parcelId }, { waybillNumber }]) {
      const answer = await askRelease(system, name);
      expect([answer.status, await answer.json()]).toEqual([403, why]);
    }
  });

  it('says why it is not loaded by number, and is by its label', async () => {
    const { waybillNumber, token } = await withAn();
    const byNumber = await loadShift(system, 'shipper-an', shiftId, {
      waybillNumbers: [waybillNumber],
      deviceId,
    });
    expect(byNumber.results).toEqual([expect.objectContaining({ status: 403, problem: why })]);
    const byLabel = await loadShift(system, 'shipper-an', shiftId, { tokens: [token], deviceId });
    expect(byLabel.results).toEqual([expect.objectContaining({ status: 200 })]);
  });

  it('is collected from where its label says, and by nobody else', async () => {
    const { token } = await toCollect();
    const read = async (by: string) => {
      const answer = await system.as(by).post('/v1/parcels/resolve', { token, purpose: 'collection' });
      const { code, groups } = (await answer.json()) as Told;
      return code ?? groups;
    };
    expect(await read('shipper-an')).toEqual(['sender']);
    expect(await read('shipper-binh')).toBe('PARCEL.NOT_IN_CUSTODY');
  });

  it('is followed, moved, found by phone, drawn, given a new label, revoked and shredded like any other', async () => {
    const parcel = await atDesk();
    const { parcelId, waybillNumber } = parcel;
    expect((await system.as('support-phuc').get(`/v1/parcels/${parcelId}`)).status).toBe(200);
    const [moved] = await scan(system, 'order-system', [{ waybillNumber, event: 'held' }]);
    expect(moved).toMatchObject({ status: 200, state: 'held' });
    const search = { phone: '0912345678', purpose: 'support' };
    const found = await (await system.as('support-phuc').post('/v1/parcels/search', search)).text();
    expect(found).toContain(waybillNumber);
    const drawn = await system.as('desk-em').post('/v1/labels', { format: 'svg', items: [labelOf(parcel)] });
    expect(await drawn.json()).toMatchObject({ results: [{ status: 200 }] });
    const again = await reissue(system, parcel);
    expect(again.kind).toBe('sealed-all');
    const revoke = () =>
      system.as('order-system').post(`/v1/parcels/${parcelId}/revoke`, { reason: 'cancelled' });
    expect((await revoke()).status).toBe(200);
    const { challengeId, code } = await askForCode(system, { waybillNumber, phone: '0912345678' });
    expect((await postPublicly(system, historyPath('demo', challengeId), { code })).status).toBe(200);
    const shred = () =>
      system.as('privacy-minh').post(`/v1/parcels/${parcelId}/shred`, { reason: 'unlawful' });
    expect((await agreed(system, shred)).status).toBe(200);
  });

  it('meets no fault of ours', () => {
    expect(system.faults).toEqual([]);
  });
});
