import { newParcel, openCase, openShift, handTo, issue } from './parcels.ts';
import { receiptOf } from './recorded-events.ts';
import { enrolDevice } from './shift-loads.ts';
import type { TestSystem } from './system.ts';

/** A request that is put on record before it is answered. */
export interface AuditedAccess {
  /** Follows "who". */
  readonly name: string;
  readonly ask: () => Promise<Response>;
  /** What it is answered where nothing stands in its way: a status of HTTP, or the code of a refusal. */
  readonly answered: number | string;
}

/** What these requests send or would be shown of people, and nobody may be told who is not let through. */
export const PERSONAL = [
  'Nguyễn Thị Hạnh',
  '0912345678',
  'Số 8, Phố Đội Cấn',
  'Trần Văn Dũng',
  '+84987654321',
  'Số 21, Phố Kim Mã',
  'Gọi trước khi giao',
  'Lê Thị Mai Hương',
];

/** Requests of most kinds to a system: changes, readings, what is asked of the log, and what is refused. */
export const auditedAccesses = async (system: TestSystem): Promise<readonly AuditedAccess[]> => {
  const { as } = system;
  const { shiftId } = await openShift(system, 'shipper-an');
  const { deviceId } = await enrolDevice(system);
  const [parcel, loaded, scanned, amended, revoked, early] = await Promise.all([
    issue(system),
    issue(system),
    issue(system),
    issue(system),
    issue(system),
    as('order-system').post('/v1/parcels', newParcel()),
  ]);
  for (const one of [parcel, loaded, scanned]) await handTo(system, one, shiftId);
  const { parcelId, waybillNumber, token } = parcel;
  const { caseId } = await openCase(system, { parcelId, kind: 'support', reason: 'help-requested' });
  const eventId = receiptOf(early)?.eventId ?? '';
  const [one, several] = [newParcel(), [newParcel(), newParcel()]];
  const access = (
    name: string,
    by: string,
    [method, path, body]: readonly ['GET', string] | readonly ['POST', string, unknown?],
    answered: number | string = 200,
  ): AuditedAccess => {
    const ask = () =>
      method === 'GET'
        ? as(by).get(path)
        : as(by).post(path, body, { 'idempotency-key': `access-${name.replaceAll(/\W/g, '-')}` });
    return { name, ask, answered };
  };
  return [
    access('issues a parcel', 'order-system', ['POST', '/v1/parcels', one], 201),
    access('issues several', 'order-system', ['POST', '/v1/parcels/batch', { parcels: several }]),
    access('reads where a parcel is', 'desk-em', ['GET', `/v1/parcels/${parcelId}`]),
    access('opens a label', 'shipper-an', ['POST', '/v1/parcels/resolve', { token, purpose: 'delivery' }]),
    access(
      'opens a label that is not theirs',
      'shipper-binh',
      ['POST', '/v1/parcels/resolve', { token, purpose: 'delivery' }],
      'PARCEL.NOT_IN_CUSTODY',
    ),
    access('opens by the number', 'support-phuc', [
      'POST',
      '/v1/parcels/open',
      { waybillNumber, purpose: 'support', caseId, reason: 'complaint' },
    ]),
    access('searches by telephone', 'support-phuc', [
      'POST',
      '/v1/parcels/search',
      { phone: '0912345678', purpose: 'support' },
    ]),
    access('loads a shift', 'shipper-an', [
      'POST',
      `/v1/shifts/${shiftId}/load`,
      { deviceId, tokens: [loaded.token] },
    ]),
    access(
      'amends a parcel',
      'order-system',
      ['POST', `/v1/parcels/${amended.parcelId}/amendments`, { substitute: { name: 'Lê Thị Mai Hương' } }],
      201,
    ),
    access('revokes a parcel', 'order-system', [
      'POST',
      `/v1/parcels/${revoked.parcelId}/revoke`,
      { reason: 'cancelled' },
    ]),
    access('scans a parcel', 'shipper-an', [
      'POST',
      '/v1/custody-events',
      { events: [{ token: scanned.token, event: 'attempted', detail: { reason: 'no-answer' } }] },
    ]),
    access('reads an event', 'auditor-khanh', ['GET', `/v1/audit/events/${eventId}`]),
    access('asks for events', 'auditor-khanh', ['POST', '/v1/audit/queries', { limit: 10 }]),
    access(
      'reads what may not be read',
      'sorter-chi',
      ['POST', '/v1/audit/queries', {}],
      'ACCESS.ROLE_NOT_ALLOWED',
    ),
    access(
      'asks for a parcel that is none',
      'sorter-chi',
      ['GET', `/v1/parcels/${'0'.repeat(32)}`],
      'PARCEL.UNKNOWN',
    ),
  ];
};
