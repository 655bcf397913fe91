/**
 * Why support wants to see all of an address and not its mask: the caller proved to be the recipient, the address must be
 * put right or told to whoever delivers, or a complaint is about it. A word of a list: it stands in the event.
 */
export const OPEN_REASONS = [
  'recipient-verified',
  'address-correction',
  'delivery-instruction',
  'complaint',
] as const;

export type OpenReason = (typeof OPEN_REASONS)[number];
