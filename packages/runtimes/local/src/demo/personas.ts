import type { Role } from '@temkin/kernel';
import { ROLE_SCOPES } from './role-scopes.ts';

/** Somebody to be in the demo. The subject is also the staff id: a made-up given name stands for nobody. */
export interface Persona {
  readonly subject: string;
  readonly tenant: 'demo' | 'other';
  readonly kind: 'staff' | 'system';
  readonly roles: readonly Role[];
  readonly facility?: string;
  /** What the demo's issuer grants. */
  readonly scopes: readonly string[];
}

const persona = (
  tenant: Persona['tenant'],
  subject: string,
  role: Role,
  { kind = 'staff', facility }: { readonly kind?: Persona['kind']; readonly facility?: string } = {},
): Persona => ({
  subject,
  tenant,
  kind,
  roles: [role],
  ...(facility !== undefined && { facility }),
  scopes: ROLE_SCOPES[role],
});

const atBaDinh = { facility: 'HN-BA-DINH' };
const system = { kind: 'system' } as const;

/** Everybody in the demo. `order-system` is also the company's transport system, the named source of custody events. */
export const PERSONAS: readonly Persona[] = [
  persona('demo', 'order-system', 'order-system', system),
  persona('demo', 'shipper-an', 'shipper', atBaDinh),
  persona('demo', 'shipper-binh', 'shipper', atBaDinh),
  persona('demo', 'sorter-chi', 'sorter', atBaDinh),
  persona('demo', 'desk-em', 'desk-clerk', atBaDinh),
  persona('demo', 'dispatcher-phong', 'dispatcher', atBaDinh),
  persona('demo', 'inspector-dung', 'inspector'),
  persona('demo', 'support-phuc', 'support'),
  persona('demo', 'support-lead-quynh', 'support-lead'),
  persona('demo', 'registrar-giang', 'registrar'),
  persona('demo', 'registrar-hoa', 'registrar'),
  persona('demo', 'security-ha', 'security-officer'),
  persona('demo', 'security-son', 'security-officer'),
  persona('demo', 'auditor-khanh', 'auditor'),
  persona('demo', 'staff-admin-lan', 'staff-admin'),
  persona('demo', 'staff-admin-oanh', 'staff-admin'),
  persona('demo', 'privacy-minh', 'privacy-officer'),
  persona('demo', 'privacy-nga', 'privacy-officer'),
  persona('demo', 'operator-mobile', 'operator', system),
  persona('other', 'other-order-system', 'order-system', system),
  persona('other', 'other-shipper', 'shipper', { facility: 'DN-HAI-CHAU' }),
  persona('other', 'other-auditor', 'auditor'),
  persona('other', 'other-staff-admin', 'staff-admin'),
];
