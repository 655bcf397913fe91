import type { Role } from '@temkin/kernel';
import type { TenantSettings } from './tenant-settings.ts';

/** Who works with handhelds that are passed on and get lost. */
const SIGNING_ROLES: ReadonlySet<Role> = new Set(['shipper', 'sorter']);

/** Whether whoever has these roles must sign requests with a device. */
export const mustSign = (
  { signedRequests }: Pick<TenantSettings, 'signedRequests'>,
  roles: readonly Role[],
): boolean => signedRequests === 'required' && roles.some((role) => SIGNING_ROLES.has(role));
