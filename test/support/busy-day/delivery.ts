import type { DeviceKeys } from '../device-keys.ts';
import type { Asking } from './asking.ts';
import type { IssuedParcels } from './issue.ts';
import { PHONES, STRAY, TEXTS } from './texts.ts';

/** A device, and a load. */
export const loadShift = async (
  { call }: Asking,
  { first }: IssuedParcels,
  shiftId: string,
  { newDevice }: DeviceKeys,
): Promise<void> => {
  for (const displayName of [STRAY, TEXTS.stray])
    await call('staff-admin-lan', 'POST', '/v1/devices', { ...newDevice, displayName });
  const device = (await call('staff-admin-lan', 'POST', '/v1/devices', newDevice)) as {
    readonly deviceId: string;
  };
  const load = `/v1/shifts/${shiftId}/load`;
  for (const body of [
    {
      deviceId: device.deviceId,
      tokens: [first.token, STRAY, `TK1:${STRAY}`],
      waybillNumbers: [first.waybillNumber, PHONES.stray],
    },
    { deviceId: STRAY, tokens: [first.token] },
    { deviceId: device.deviceId, tokens: [first.token], [STRAY]: STRAY },
  ])
    await call('shipper-an', 'POST', load, body);
};

/** At the door, and in a dispute about it. */
export const deliverParcels = async (
  { call }: Asking,
  { first, handedOver }: IssuedParcels,
): Promise<void> => {
  await call('shipper-an', 'POST', '/v1/custody-events', {
    events: [
      { token: first.token, event: 'attempted', detail: { reason: 'no-answer' } },
      { token: first.token, event: 'attempted', detail: { reason: STRAY } },
      {
        token: handedOver.token,
        event: 'delivered',
        detail: { to: 'neighbour', proof: { kind: 'photo', reference: STRAY.slice(0, 64) } },
      },
    ],
  });

  const dispute = (await call('support-lead-quynh', 'POST', '/v1/cases', {
    parcelId: handedOver.parcelId,
    kind: 'dispute',
    reason: 'not-delivered',
  })) as { readonly caseId: string };
  const disputed = { purpose: 'dispute', caseId: dispute.caseId };
  await call('support-phuc', 'POST', '/v1/parcels/open', { parcelId: handedOver.parcelId, ...disputed });
  await call('support-phuc', 'POST', '/v1/parcels/resolve', { token: handedOver.token, ...disputed });
};
