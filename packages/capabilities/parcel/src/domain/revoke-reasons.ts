/**
 * Why a parcel is revoked: the order was withdrawn, the label was printed and the parcel never handed in, somebody else
 * has the label, the label says something wrong, or the parcel was issued twice.
 */
export const REVOKE_REASONS = [
  'cancelled',
  'never-handed-in',
  'label-leaked',
  'label-wrong',
  'duplicate',
] as const;

export type RevokeReason = (typeof REVOKE_REASONS)[number];
