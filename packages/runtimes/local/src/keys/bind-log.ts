import { toHex, utf8, type RandomBytes } from '@temkin/kernel';
import { keyOf, type Blobs, type Table } from '@temkin/storage';
import type { DataPlace } from './key-refusals.ts';

const PLACE = keyOf('log-heads', 'place', {});

/** No tenant's name has an underscore, so no log lies here. */
const ID = '_place';

const idOf = async (blobs: Blobs, random: RandomBytes): Promise<string> => {
  await blobs.putIfAbsent(ID, utf8(toHex(random(16))));
  const found = await blobs.get(ID);
  if (found === undefined) throw new Error('the directory of the log was removed while it was being read');
  return new TextDecoder().decode(found.bytes);
};

/**
 * Ties the heads of a table to the directory in which their logs lie: the first to come stays. Refuses every other, where a
 * sequencer would find nothing of what the heads speak of, and changes nothing then.
 */
export const bindLog = async (
  { table, blobs, random }: { readonly table: Table; readonly blobs: Blobs; readonly random: RandomBytes },
  { place, directory }: { readonly place: DataPlace; readonly directory: string },
): Promise<void> => {
  const id = await idOf(blobs, random);
  await table.write({ kind: 'put', key: PLACE, item: { id }, condition: 'absent' });
  if ((await table.get(PLACE))?.id !== id)
    throw new Error(
      `The audit log of ${place.name} does not lie in ${directory}. Name its own directory with TEMKIN_LOG_DIR, ` +
        `or ${place.instead}. Nothing was changed.`,
    );
};
