import type { BundleContent } from '@temkin/parcel/bundle';

/** A content with two parcels; what it says has nobody else. */
export const exampleBundle = (overrides: Partial<BundleContent> = {}): BundleContent => ({
  bundleId: '0b5e3c1f7d9a48268e2f10c4b6a7d953',
  tenant: 'demo',
  shiftId: '5c0d2b9e61f34a7783aa04e1c9d8b726',
  shipper: 'shipper-an',
  deviceId: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
  issuedAt: '2026-11-23T01:00:00.000Z',
  expiresAt: '2026-11-23T17:00:00.000Z',
  allowance: 10,
  communes: { '00004': { name: 'Phường Ba Đình', provinceName: 'Thành phố Hà Nội' } },
  parcels: [
    {
      waybillNumber: 'EK000000017VN',
      labelId: '0011223344556677',
      labelDigest: 'LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ',
      state: 'out-for-delivery',
      sortCode: 'HN-BD-01',
      groups: {
        delivery: {
          recipientName: 'Nguyễn Thị Hạnh',
          street: 'Số 8, Phố Đội Cấn',
          communeCode: '00004',
        },
        payment: { codAmountVnd: 420_000, handlingNote: 'Gọi trước khi giao' },
      },
    },
    {
      waybillNumber: 'EK000000025VN',
      labelId: '8899aabbccddeeff',
      state: 'out-for-delivery',
      groups: {
        delivery: { recipientName: 'Lê Văn Tám', street: 'Ngõ 2 Kim Mã', communeCode: '00004' },
        payment: {},
      },
    },
  ],
  ...overrides,
});
