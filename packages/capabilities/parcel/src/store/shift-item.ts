import type { Receipt } from '@temkin/kernel';
import { numberOf, optional, textOf, type Item } from '@temkin/storage';
import type { Shift } from '../domain/index.ts';

/** A newly opened shift as its item. */
export const toShiftItem = (shift: Shift, openedBy: string, receipt: Receipt): Item => ({
  shiftId: shift.shiftId,
  shipper: shift.shipper,
  facility: shift.facility,
  state: shift.state,
  openedAt: shift.openedAt,
  openedBy,
  openEventId: receipt.eventId,
  openLeaf: receipt.leaf,
  version: 1,
});

/** An item as the shift it keeps, with the receipt of its opening. */
export const fromShiftItem = (item: Item): Shift & { readonly openReceipt: Receipt } => {
  const closedAt = optional(numberOf, item, 'closedAt');
  return {
    shiftId: textOf(item, 'shiftId'),
    shipper: textOf(item, 'shipper'),
    facility: textOf(item, 'facility'),
    state: textOf(item, 'state') as Shift['state'],
    openedAt: numberOf(item, 'openedAt'),
    ...(closedAt !== undefined && { closedAt }),
    openReceipt: { eventId: textOf(item, 'openEventId'), leaf: textOf(item, 'openLeaf') },
  };
};
