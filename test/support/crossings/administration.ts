import { decide } from '../approvals.ts';
import { deviceKeys } from '../device-keys.ts';
import type { Crossing } from './crossing.ts';
import type { Ground } from './ground.ts';

/** Routes of staff, devices, approvals and webhooks. */
export const administrationCrossings = ({ system, ids }: Ground): readonly Crossing[] => [
  ...['suspend', 'revoke', 'reinstate'].map((act) => ({
    ...ids.staff,
    route: `POST /v1/staff/{staffId}/${act}`,
    refusal: 'ACCESS.PRINCIPAL_UNKNOWN',
    ask: (id: string) => system.as('other-staff-admin').post(`/v1/staff/${id}/${act}`),
  })),
  {
    ...ids.facility,
    route: 'POST /v1/devices',
    refusal: 'ACCESS.FACILITY_UNKNOWN',
    ask: (facility) =>
      system.as('other-staff-admin').post('/v1/devices', { ...deviceKeys().newDevice, facility }),
  },
  {
    ...ids.device,
    route: 'POST /v1/devices/{deviceId}/revoke',
    refusal: 'ACCESS.DEVICE_UNKNOWN',
    ask: (id) => system.as('other-staff-admin').post(`/v1/devices/${id}/revoke`),
  },
  ...(['approve', 'reject'] as const).map((act) => ({
    ...ids.approval,
    route: `POST /v1/approvals/{approvalId}/${act}`,
    refusal: 'ACCESS.APPROVAL_UNKNOWN',
    ask: (approvalId: string) => decide(system, { approvalId }, act, 'other-privacy'),
  })),
  ...['enable', 'disable', 'remove', 'rotate-secret', 'test', 'redeliver'].map((act) => ({
    ...ids.webhook,
    route: `POST /v1/webhooks/{webhookId}/${act}`,
    refusal: 'WEBHOOK.UNKNOWN',
    ask: (id: string) => system.as('other-order-system').post(`/v1/webhooks/${id}/${act}`),
  })),
];
