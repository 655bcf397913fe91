const WRITE_UNIT_BYTES = 1_024;
const READ_UNIT_BYTES = 4_096;

const started = (bytes: number, unitBytes: number): number => Math.max(1, Math.ceil(bytes / unitBytes));

/**
 * Write request units of an item (DynamoDB, "Capacity unit consumption for write operations"): one for each KB begun, of
 * the larger of the item before and after; in a transaction twice that, be it changed or only checked. A condition that
 * does not hold costs as much, and what is not there counts as one unit.
 */
export const writeUnits = (
  bytes: { readonly before: number; readonly after: number },
  way: 'single' | 'transaction',
): number => started(Math.max(bytes.before, bytes.after), WRITE_UNIT_BYTES) * (way === 'transaction' ? 2 : 1);

/**
 * Read request units of consistent reads (DynamoDB, "Capacity unit consumption for read operations"): one for each 4 KB
 * begun. A batch counts every item by itself, a query all its items together; finding nothing costs one.
 */
export const readUnits = (itemsBytes: readonly number[], way: 'item by item' | 'together'): number => {
  const parts = way === 'together' ? [itemsBytes.reduce((total, bytes) => total + bytes, 0)] : itemsBytes;
  return parts.reduce((total, bytes) => total + started(bytes, READ_UNIT_BYTES), 0);
};
