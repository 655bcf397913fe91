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
        '25270Phường Lộc Ninh',
        '25357Phường Tân Khai',
        '25363Phường Đồng Phú',
        '26116Phường Tân Phú',
        '26170Phường Trị An',
        '26248Phường Trảng Bom',
        '26326Phường Dầu Giây',
        '26368Phường Long Thành',
        '26425Phường Xuân Lộc',
        '26485Phường Nhơn Trạch',
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
        '07294Phường Bố Hạ',
        '07375Phường Lạng Giang',
        '07399Phường Kép',
        '07444Phường Lục Nam',
        '07840Phường Hiệp Hòa',
        '09193Phường Yên Phong',
        '09292Phường Phù Lãng',
        '09313Phường Chi Lăng',
        '09319Phường Tiên Du',
        '09454Phường Gia Bình',
        '09475Phường Nhân Thắng',
        '09496Phường Lương Tài',
      ].join('|'),
    },
  },
];
