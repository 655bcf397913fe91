import { inFlight } from '@temkin/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** Works that come to their end when they are told to, and which of them have begun and ended. */
const heldWorks = () => {
  const held = new Map<number, { readonly end: () => void; readonly fail: (error: Error) => void }>();
  const ended: number[] = [];
  const work = (element: number): Promise<number> =>
    new Promise<number>((resolve, reject) => {
      held.set(element, {
        end: () => {
          ended.push(element);
          resolve(element * 2);
        },
        fail: reject,
      });
    });
  return { held, ended, work };
};

/** Until everything that can go on without waiting has. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('works in flight', () => {
  it('are as many as may be and no more, and answered in the order of the list', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.integer()),
        fc.func(fc.integer({ min: 0, max: 3 })),
        async (width, elements, turns) => {
          let [underWay, most] = [0, 0];
          const results = await inFlight(width, elements, async (element) => {
            underWay += 1;
            most = Math.max(most, underWay);
            for (let left = turns(element); left >= 0; left -= 1) await Promise.resolve();
            underWay -= 1;
            return `of ${element}`;
          });
          expect(results).toEqual(elements.map((element) => `of ${element}`));
          expect(most).toBe(Math.min(width, elements.length));
        },
      ),
    );
  });

  it('come to their end where one fails, and no other begins', async () => {
    const { held, ended, work } = heldWorks();
    const all = inFlight(2, [1, 2, 3, 4], work);
    let isOver = false;
    const over = all.catch((error: unknown) => {
      isOver = true;
      return error;
    });
    held.get(1)?.fail(new Error('the first'));
    await turn();
    expect(isOver).toBe(false);
    held.get(2)?.end();
    expect(await over).toEqual(new Error('the first'));
    expect([...held.keys()]).toEqual([1, 2]);
    expect(ended).toEqual([2]);
  });
});
