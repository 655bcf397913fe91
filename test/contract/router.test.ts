import { communeByCode } from '@temkin/administrative-units';
import { routerSimulator, tableRouter, type RouteTable } from '@temkin/route';
import { StoreUnavailable } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import { KNOWN, routerContract, UNKNOWN } from './router-contract.ts';

const TABLES: Readonly<Record<string, RouteTable>> = {
  demo: { '00070': 'HN-HK-01', '01': 'HN-00', '48': 'DN-00' },
  other: { '01': 'ELSEWHERE-7' },
};

const ofTables = () => tableRouter(async (tenant) => TABLES[tenant] ?? {});

const soon = (): AbortSignal => AbortSignal.timeout(5_000);

describe('the tables of companies', () => {
  routerContract(ofTables);

  it('sort to the commune where they have it, else to its province, whatever the street', async () => {
    const router = ofTables();
    for (const street of ['Số 8, Phố Đội Cấn', 'x'])
      expect(await router.sortCode('demo', { street, communeCode: '00004' }, soon())).toBe('HN-00');
    expect(communeByCode('20242')?.provinceCode).toBe('48');
    expect(await router.sortCode('demo', { street: 'x', communeCode: '20242' }, soon())).toBe('DN-00');
  });

  it('know no commune that there is not, even one whose digits begin as a province does', async () => {
    expect(communeByCode('01999')).toBeUndefined();
    expect(await ofTables().sortCode('demo', { street: 'x', communeCode: '01999' }, soon())).toBeUndefined();
  });

  it('reject where they cannot be read', async () => {
    const router = tableRouter(() => Promise.reject(new StoreUnavailable()));
    await expect(router.sortCode('demo', KNOWN, soon())).rejects.toBeInstanceOf(StoreUnavailable);
  });
});

const simulator = () =>
  routerSimulator({
    demo: [
      { communeCode: '00070', street: 'Phố Hàng Bạc', houses: [1, 40], sortCode: 'HN-HK-01' },
      { communeCode: '00070', street: 'Phố Hàng Bạc', houses: [41, 200], sortCode: 'HN-HK-02' },
      { communeCode: '00070', street: 'Phố Hàng Mã', sortCode: 'HN-HK-03' },
    ],
    other: [{ communeCode: '00070', street: 'Phố Hàng Bạc', sortCode: 'ELSEWHERE-7' }],
  });

describe('the simulator of a carrier’s service', () => {
  routerContract(simulator);

  it.each([
    ['40 Phố Hàng Bạc', 'HN-HK-01'],
    ['Số 41A, Phố Hàng Bạc', 'HN-HK-02'],
    ['Số 201, Phố Hàng Bạc', undefined],
    ['Phố Hàng Bạc', undefined],
    ['Ngõ không số, Phố Hàng Mã', 'HN-HK-03'],
    ['Số 8, Phố Hàng Đào', undefined],
  ])('knows streets and house numbers: %s', async (street, sortCode) => {
    expect(await simulator().sortCode('demo', { ...KNOWN, street }, soon())).toBe(sortCode);
  });

  it('rejects where its service fails, and where it is too late', async () => {
    const router = simulator();
    router.behave('fails');
    await expect(router.sortCode('demo', KNOWN, soon())).rejects.toThrow('503');
    router.behave('hangs');
    await expect(router.sortCode('demo', UNKNOWN, AbortSignal.timeout(5))).rejects.toThrow('timeout');
    expect(router.asked).toBe(2);
  });
});
