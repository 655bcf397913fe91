import type { Asking } from './asking.ts';
import type { IssuedParcels } from './issue.ts';
import { PHONES, STRAY, STRAY_PATH } from './texts.ts';

/** Scans, claims and the gate of custody. Answers the shift of `shipper-an`, with which all but one parcel is out. */
export const moveParcels = async (
  { call }: Asking,
  { all, first, claimed, lying }: IssuedParcels,
): Promise<string> => {
  const { shiftId } = (await call('shipper-an', 'GET', '/v1/shifts/current')) as { readonly shiftId: string };
  const withAn = { type: 'shift', id: shiftId };
  const events = all.map(({ token }, n) => ({
    token,
    event: 'out-for-delivery',
    holder: withAn,
    sourceEventId: `${STRAY} ${n}`,
  }));
  await call('order-system', 'POST', '/v1/custody-events', { events });
  await call('order-system', 'POST', '/v1/custody-events', {
    events: [
      { token: STRAY, event: 'accepted' },
      { token: first.token, event: 'arrived', holder: { type: 'facility', id: STRAY.slice(0, 64) } },
      { token: first.token, event: 'arrived', holder: { type: 'shift', id: PHONES.stray } },
      { waybillNumber: PHONES.stray, event: 'accepted', sourceEventId: PHONES.stray },
    ],
  });
  await call('order-system', 'POST', '/v1/custody-events', {
    events: [{ token: first.token, event: STRAY }],
  });

  const atBaDinh = { type: 'facility', id: 'HN-BA-DINH' };
  await call('order-system', 'POST', '/v1/custody-events', {
    events: [claimed, lying].map(({ token }) => ({ token, event: 'arrived', holder: atBaDinh })),
  });
  for (const token of [claimed.token, claimed.token, first.token, STRAY])
    await call('shipper-an', 'POST', '/v1/parcels/claims', { token });
  await call('dispatcher-phong', 'POST', '/v1/parcels/claims', { token: first.token, shiftId: PHONES.stray });
  for (const facility of ['HN-BA-DINH', STRAY_PATH])
    await call('sorter-chi', 'GET', `/v1/facilities/${facility}/parcels`);
  for (const facility of ['HN-BA-DINH', STRAY.slice(0, 64)])
    await call('security-ha', 'POST', '/v1/custody-gate', {
      mode: 'observe',
      facility,
      validFrom: '2999-01-01',
    });
  for (const query of ['from=2999-01-01&to=2999-01-02', `from=${STRAY_PATH}`])
    await call('security-ha', 'GET', `/v1/custody-gate/report?${query}`);
  return shiftId;
};
