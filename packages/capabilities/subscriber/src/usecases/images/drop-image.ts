import type { DueWorkStore } from '../../store/due-work.ts';
import type { WorkOff } from '../due-working.ts';
import { dueWorkerFor } from '../own-actors.ts';
import { imageResource } from '../refuse.ts';
import type { ImageRoom } from './image-room.ts';

/**
 * Ends an image that no record names when its time is over: its key first, which is on record, then what the blob store has of it, and
 * then that somebody has to look. Cut off anywhere, it is taken up again there. An image that a record named meanwhile is left alone.
 */
export const dropImage =
  ({
    recorder,
    images,
    blobs,
    due,
  }: Pick<ImageRoom, 'recorder' | 'images' | 'blobs'> & { readonly due: DueWorkStore }): WorkOff =>
  async (waiting) => {
    const { tenant, id: imageId, dueAt: endsAt } = waiting;
    if (await images.isPending(tenant, imageId)) {
      const recorded = await recorder.commit(
        dueWorkerFor(tenant),
        { action: 'subscriber.drop-image', outcome: 'allowed', resources: [imageResource(imageId)] },
        { writes: () => images.dropWrites(tenant, { imageId, endsAt }) },
      );
      if (recorded.outcome !== 'committed') return 'nothing';
    } else if (!(await due.isOpen(waiting))) return 'nothing';
    await blobs.delete({ tenant, imageId });
    await due.settle(waiting);
    return 'done';
  };
