import type { PrincipalStatus } from './records.ts';

/** From which status which other can be reached. Who is revoked stays so; who comes back is enrolled anew. */
export const STATUS_CHANGES: Readonly<Record<PrincipalStatus, readonly PrincipalStatus[]>> = {
  active: ['suspended', 'revoked'],
  suspended: ['active', 'revoked'],
  revoked: [],
};

/** Only an active principal may act. */
export const mayAct = ({ status }: { readonly status: PrincipalStatus }): boolean => status === 'active';
