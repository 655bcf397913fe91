import { boundedBytes } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';

describe('a body that is read to a limit', () => {
  it.each([0, 1, 99, 100])('is answered whole at %i bytes of a hundred', async (length) => {
    const sent = new Uint8Array(length).fill(7);
    expect(await boundedBytes(new Response(sent), 100)).toEqual(sent);
  });

  it('is nothing where there is none', async () => {
    expect(await boundedBytes(new Response(), 100)).toEqual(new Uint8Array());
  });

  it('is not answered where it is longer, and no more of it is read, however long it goes on', async () => {
    let [read, isCancelled] = [0, false];
    const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => {
        read += 30;
        controller.enqueue(new Uint8Array(30));
      },
      cancel: () => {
        isCancelled = true;
      },
    });
    expect(await boundedBytes(new Response(endless), 100)).toBeUndefined();
    // One part more than were taken may wait in the stream.
    expect(read).toBeLessThanOrEqual(150);
    expect(isCancelled).toBe(true);
  });
});
