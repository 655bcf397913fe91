import type { DueWork, DueWorkStore } from '../../store/due-work.ts';
import type { WorkedOff, WorkOff } from '../due-working.ts';
import { dueWorkerFor } from '../own-actors.ts';
import { imageResource } from '../refuse.ts';
import type { ImageRoom } from './image-room.ts';

/** Images of one person that are deleted at the same time. */
const AT_ONCE = 8;

/**
 * Ends an image that no record names when its time is over: its key first, which is on record, then what the blob store has of it, and
 * then that somebody has to look. Cut off anywhere, it is taken up again there. An image that a record named meanwhile is left alone.
 * Images of who was erased have no key any more, and go from the blob store.
 */
export const dropImage = ({
  recorder,
  images,
  blobs,
  due,
}: Pick<ImageRoom, 'recorder' | 'images' | 'blobs'> & { readonly due: DueWorkStore }): WorkOff => {
  const dropLeft = async (
    waiting: DueWork,
    left: readonly string[],
    isOutOfTime: () => boolean,
  ): Promise<WorkedOff> => {
    const { tenant, dueAt } = waiting;
    for (let at = 0; at < left.length; at += AT_ONCE) {
      if (isOutOfTime()) {
        await due.move(waiting, { dueAt, images: left.slice(at) });
        return 'remaining';
      }
      const some = left.slice(at, at + AT_ONCE);
      await Promise.all(some.map((imageId) => blobs.delete({ tenant, imageId })));
    }
    await due.settle(waiting);
    return 'done';
  };

  return async (waiting, isOutOfTime) => {
    const { tenant, id: imageId, dueAt: endsAt, images: left } = waiting;
    if (left !== undefined) return dropLeft(waiting, left, isOutOfTime);
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
};
