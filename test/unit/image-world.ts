import type { Caller } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { registryImages } from '@temkin/subscriber';
import type { ImageRecord } from '@temkin/subscriber/domain';
import { dueWork } from '../../packages/capabilities/subscriber/src/store/due-work.ts';
import type { WorkedOff } from '../../packages/capabilities/subscriber/src/usecases/due-working.ts';
import { memoryBlobs } from '../support/memory-blobs.ts';
import type { MemoryTable } from '../support/memory-table.ts';
import { jpeg } from '../support/images.ts';
import { sha256 } from '../support/sha256.ts';
import { REGISTRAR, registryWorld } from './registry-world.ts';

/** A registry in memory, with its blobs. `wrap` puts something before its table. */
export const imageWorld = (wrap: (memory: MemoryTable) => Table = (memory) => memory) => {
  const table: { through?: Table } = {};
  const world = registryWorld((memory) => (table.through = wrap(memory)));
  const blobs = memoryBlobs();
  const { through = world.memory } = table;
  let isDown = false;
  const deleting = {
    ...blobs,
    delete: (name: string) => (isDown ? Promise.reject(new Error('down')) : blobs.delete(name)),
  };
  const images = registryImages({ ...world.dependencies(through), blobs: deleting, sha256 });
  const due = dueWork(world.dependencies(through));

  return {
    ...world,
    blobs,
    images,
    /** Brings an image, and answers what a record names it by. */
    bring: async (bytes: Uint8Array = jpeg(), caller: Caller = REGISTRAR): Promise<ImageRecord> => {
      const { imageId, sha256: hash } = await images.keepImage(caller, { bytes, occasion: 'registration' });
      return { imageId, sha256: hash };
    },
    /** Has the blob store delete nothing, or delete again. */
    failDeletes: (fail: boolean): void => {
      isDown = fail;
    },
    /** Works off the images that are due, and answers what became of them. */
    dropDue: async (): Promise<readonly WorkedOff[]> => {
      const became: WorkedOff[] = [];
      for (const shard of '0123456789abcdef')
        for await (const waiting of due.until('image', shard, world.clock.now()))
          if (waiting !== 'broken') became.push(await images.dropImage(waiting, () => false));
      return became;
    },
    /** Keys of images that wait for a record. */
    pending: () => world.items('subscriber-keys').filter(({ key }) => key.partition.startsWith('I#')),
    /** Images that somebody is to look at. */
    dueImages: () => world.items('subscribers').filter(({ key }) => key.partition.startsWith('DUE#image#')),
  };
};

export type ImageWorld = ReturnType<typeof imageWorld>;
