import type { GroupName } from './field-groups.ts';

/** What a group of an escrow copy is bound to (its associated data), so that it opens as nothing else. */
export const escrowBinding = (
  tenant: string,
  parcelId: string,
  group: GroupName,
  payloadVersion: number,
): string => JSON.stringify([tenant, parcelId, group, payloadVersion]);
