import type { UnitTable } from './unit-table.ts';

/**
 * What changed in 2026, by hand, as published in the statistics office's list of resolutions (read on 2026-09-25).
 * All are upgrades in place: 22 communes became wards and three provinces became cities; no code began or ended.
 */
export const CHANGES_2026: readonly UnitTable[] = [
  {
    validFrom: '2026-04-30',
    source: 'Resolutions 237/NQ-UBTVQH16 (ten wards) and 30/2026/QH16 (the city of Đồng Nai)',
    provinces: { '75': 'Thành phố Đồng Nai' },
    communes: {
      '75': [
        '25270PLộc Ninh',
        '25357PTân Khai',
        '25363PĐồng Phú',
        '26116PTân Phú',
        '26170PTrị An',
        '26248PTrảng Bom',
        '26326PDầu Giây',
        '26368PLong Thành',
        '26425PXuân Lộc',
        '26485PNhơn Trạch',
      ].join('|'),
    },
  },
  {
    validFrom: '2026-09-01',
    source: 'Resolution 36/2026/QH16 (the city of Quảng Ninh)',
    provinces: { '22': 'Thành phố Quảng Ninh' },
    communes: {},
  },
  {
    validFrom: '2026-09-20',
    source: 'Resolutions 388/NQ-UBTVQH16 (twelve wards) and 39/2026/QH16 (the city of Bắc Ninh)',
    provinces: { '24': 'Thành phố Bắc Ninh' },
    communes: {
      '24': [
        '07294PBố Hạ',
        '07375PLạng Giang',
        '07399PKép',
        '07444PLục Nam',
        '07840PHiệp Hòa',
        '09193PYên Phong',
        '09292PPhù Lãng',
        '09313PChi Lăng',
        '09319PTiên Du',
        '09454PGia Bình',
        '09475PNhân Thắng',
        '09496PLương Tài',
      ].join('|'),
    },
  },
];
