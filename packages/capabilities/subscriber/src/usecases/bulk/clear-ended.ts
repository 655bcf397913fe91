import { inForce, type Clock } from '@temkin/kernel';
import { transferMinutes } from '../../domain/index.ts';
import type { PartBlobs, PartsName } from '../../store/part-blobs.ts';

const MINUTE_MILLISECONDS = 60_000;

/**
 * Deletes what was sent or written of an import or export that has come to its end, and answers whether nothing of it can be left: an address
 * that was signed before the end is good for some minutes after it, and what comes by it is to be found too. Of one whose end nobody
 * knows any more, `endedAt` is absent.
 */
export const clearEnded =
  ({ blobs, clock }: { readonly blobs: PartBlobs; readonly clock: Clock }) =>
  async (name: PartsName, endedAt = 0): Promise<boolean> => {
    const now = clock.now();
    const settlesAt = endedAt + inForce(transferMinutes, now).value * MINUTE_MILLISECONDS;
    return (await blobs.deleteSome(name)) && now >= settlesAt;
  };
