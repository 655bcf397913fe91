import type { Router } from '@temkin/parcel/domain';
import { expect, it } from 'vitest';

/** An address in Hoàn Kiếm (Hà Nội) that every router under test sorts to `HN-HK-01` for the company `demo`. */
export const KNOWN = { street: 'Số 8, Phố Hàng Bạc', communeCode: '00070' };

/** An address in Gia Lai that none of them has a route to. */
export const UNKNOWN = { street: 'Thôn 2', communeCode: '23563' };

const soon = (): AbortSignal => AbortSignal.timeout(5_000);

/** What holds for every adapter of `Router`, and for its simulator. */
export const routerContract = (open: () => Router): void => {
  it('tells where an address is sorted to, and the same each time', async () => {
    const router = open();
    for (let times = 0; times < 2; times += 1)
      expect(await router.sortCode('demo', KNOWN, soon())).toBe('HN-HK-01');
  });

  it('tells nothing where there is no route', async () => {
    expect(await open().sortCode('demo', UNKNOWN, soon())).toBeUndefined();
  });

  it('keeps companies apart', async () => {
    const router = open();
    expect(await router.sortCode('other', KNOWN, soon())).toBe('ELSEWHERE-7');
    expect(await router.sortCode('nobody', KNOWN, soon())).toBeUndefined();
  });

  it('rejects where nobody waits any more', async () => {
    await expect(open().sortCode('demo', KNOWN, AbortSignal.abort())).rejects.toThrow('abort');
  });
};
