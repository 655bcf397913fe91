import { fromHex, toHex } from '@temkin/kernel';
import { keyOf, type Table } from '@temkin/storage';
import { otherKey, type DataPlace } from './key-refusals.ts';

const FINGERPRINT = keyOf('tenant-keys', 'rootKey', {});

/** The fingerprint of the root key that a table's data belong to; undefined where they have none yet. */
export const boundKey = async (table: Table): Promise<string | undefined> => {
  const item = await table.get(FINGERPRINT);
  return item?.fingerprint instanceof Uint8Array ? toHex(item.fingerprint) : undefined;
};

/**
 * Ties the data of a table to their root key, as hexadecimal digits tell it: the first key to come stays, of several that
 * come at once too. Refuses every other, since nothing would open with it, and changes nothing then.
 */
export const bindTable = async (table: Table, keyFingerprint: string, place: DataPlace): Promise<void> => {
  const fingerprint = fromHex(keyFingerprint);
  if (fingerprint === undefined) throw new TypeError('a fingerprint is hexadecimal digits');
  await table.write({ kind: 'put', key: FINGERPRINT, item: { fingerprint }, condition: 'absent' });
  if ((await boundKey(table)) !== keyFingerprint) throw otherKey(place);
};
