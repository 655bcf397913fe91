import type { Receipt } from '@temkin/kernel';
import { keyOf, numberOf, relyOn, textOf, type Table, type Write } from '@temkin/storage';
import type { Read, Shift } from '../domain/index.ts';
import { fromShiftItem, toShiftItem } from './shift-item.ts';

const shiftKey = (tenant: string, shiftId: string) => keyOf('parcels', 'shift', { tenant, shiftId });
const openShiftKey = (tenant: string, shipper: string) => keyOf('parcels', 'openShift', { tenant, shipper });

/**
 * A shipper's open shift, by the pointer that exists while it is open. Its version is the instant of opening, so a
 * decision that relied on one shift does not hold for the next.
 */
export interface OpenShift {
  readonly shiftId: string;
}

/** Shifts, and the pointer per shipper that keeps them at one open shift. */
export const shiftStore = (table: Table) => ({
  shift: async (
    tenant: string,
    shiftId: string,
  ): Promise<Read<Shift & { readonly openReceipt: Receipt }> | undefined> => {
    const item = await table.get(shiftKey(tenant, shiftId));
    return (
      item && {
        ...fromShiftItem(item),
        reliedOn: relyOn(shiftKey(tenant, shiftId), numberOf(item, 'version')),
      }
    );
  },

  openShift: async (tenant: string, shipper: string): Promise<Read<OpenShift> | undefined> => {
    const key = openShiftKey(tenant, shipper);
    const item = await table.get(key);
    return item && { shiftId: textOf(item, 'shiftId'), reliedOn: relyOn(key, numberOf(item, 'version')) };
  },

  /** Refused at position 0 where the shift exists already, at 1 where the shipper has another open. */
  openWrites: (tenant: string, shift: Shift, openedBy: string, receipt: Receipt): readonly Write[] => [
    {
      kind: 'put',
      key: shiftKey(tenant, shift.shiftId),
      item: toShiftItem(shift, openedBy, receipt),
      condition: 'absent',
    },
    {
      kind: 'put',
      key: openShiftKey(tenant, shift.shipper),
      item: { shiftId: shift.shiftId, version: shift.openedAt },
      condition: 'absent',
    },
  ],

  /** Refused where the shift is not open any more. */
  closeWrites: (tenant: string, shift: Shift, closedAt: number): readonly Write[] => [
    {
      kind: 'update',
      key: shiftKey(tenant, shift.shiftId),
      set: { state: 'closed', closedAt },
      add: { version: 1 },
      condition: [{ attribute: 'state', is: 'equal', to: 'open' }],
    },
    {
      kind: 'delete',
      key: openShiftKey(tenant, shift.shipper),
      condition: [{ attribute: 'shiftId', is: 'equal', to: shift.shiftId }],
    },
  ],
});

export type ShiftStore = ReturnType<typeof shiftStore>;
