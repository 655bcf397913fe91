import type { NewTenant } from '@temkin/access';
import type { NumberNames } from '@temkin/caller-id/domain';

/** A company of the demo with its places, as the seed creates it. Nothing here is personal. */
export interface DemoTenant extends Pick<
  NewTenant,
  'tenant' | 'displayName' | 'labels' | 'keeping' | 'signedRequests' | 'routes'
> {
  readonly facilities: readonly {
    readonly id: string;
    readonly displayName: string;
    readonly communeCode: string;
  }[];
  /** Numbers that it calls from: made up, and of nobody. */
  readonly numbers: readonly (NumberNames & { readonly number: string })[];
}

/**
 * The first company, where everything can be tried, with no more than a token; and a second one, to see that it sees
 * nothing of the first, whose shippers and sorters sign their requests.
 */
export const DEMO_TENANTS: readonly DemoTenant[] = [
  {
    tenant: 'demo',
    displayName: 'Bưu chính Demo',
    signedRequests: 'off',
    // Hoàn Kiếm, and all of Đà Nẵng: parcels to there need no sort code from their order system.
    routes: { '00070': 'HN-HK-01', '48': 'DN-00' },
    facilities: [
      { id: 'HN-BA-DINH', displayName: 'Bưu cục Ba Đình', communeCode: '00004' },
      { id: 'HN-HOAN-KIEM', displayName: 'Bưu cục Hoàn Kiếm', communeCode: '00070' },
    ],
    numbers: [
      {
        number: '+842471000001',
        brandName: 'BUUCHINH',
        displayName: 'Bưu chính Demo',
        longName: 'Bưu chính Demo - Giao hàng',
      },
      {
        number: '+842471000002',
        brandName: 'BUUCHINH',
        displayName: 'Bưu chính Demo',
        longName: 'Bưu chính Demo - Giao hàng',
      },
    ],
  },
  {
    tenant: 'other',
    displayName: 'Chuyển phát Khác',
    facilities: [{ id: 'DN-HAI-CHAU', displayName: 'Bưu cục Hải Châu', communeCode: '20242' }],
    numbers: [
      {
        number: '+842361000001',
        brandName: 'CPKHAC',
        displayName: 'Chuyển phát Khác',
        longName: 'Chuyển phát Khác - Giao hàng',
      },
    ],
  },
];
