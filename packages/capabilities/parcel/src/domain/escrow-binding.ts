import type { GroupName } from './field-groups.ts';

/** What a group of an escrow copy is bound to (its associated data), so that it opens as nothing else. */
export const escrowBinding = (
  tenant: string,
  parcelId: string,
  group: GroupName,
  payloadVersion: number,
): string => JSON.stringify([tenant, parcelId, group, payloadVersion]);

/** Whom the key of an amendment of an escrow copy is wrapped for. */
export const escrowAmendmentOwner = (parcelId: string, version: number): string => `${parcelId}#${version}`;
