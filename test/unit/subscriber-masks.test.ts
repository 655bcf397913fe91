import { inForce } from '@temkin/kernel';
import {
  FIELDS,
  maskAddress,
  maskBirthDate,
  maskDigits,
  MASKS,
  normalizeBirthDate,
} from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKED_AT } from '../support/subscriber-records.ts';

describe('a masked field', () => {
  it('has a mask for every way in which the table of fields says it is shown', () => {
    const masks = new Set(inForce(FIELDS, CHECKED_AT).value.map(({ mask }) => mask));
    expect([...masks].toSorted()).toEqual(Object.keys(MASKS).toSorted());
  });

  it('is a name by two letters', () => {
    expect(MASKS.name('Nguyễn Thị Hoà')).toBe('N*** H***');
  });

  it.each([
    ['+84912345678', '***678'],
    ['001190012345', '***345'],
    ['012345678', '***678'],
    ['0100109106-001', '***001'],
    ['B1234567', '***567'],
    ['12AB345', '***'],
    ['123', '***'],
    ['', '***'],
  ])('is a number by its end, where that is no large part of it: %s', (number, masked) => {
    expect(maskDigits(number)).toBe(masked);
    expect(MASKS.digits({ kind: 'personal', number })).toBe(masked);
  });

  it.each([
    ['1990-01-31', '1990-**-**'],
    ['31/01/1990', '1990-**-**'],
    ['1990', '1990-**-**'],
    ['31/02/1990', '***'],
    ['yesterday', '***'],
  ])('is a birth date by its year: %s', (birthDate, masked) => {
    expect(maskBirthDate(birthDate)).toBe(masked);
  });

  it.each([
    [{ printed: 'Số 1, Phường Ba Đình, Thành phố Hà Nội' }, 'Phường Ba Đình, Thành phố Hà Nội'],
    [{ printed: 'Số 1', communeCode: '00004' }, 'Phường Ba Đình, Thành phố Hà Nội'],
    [{ printed: 'Tổ 3, P. Bình Thắng, TP. Dĩ An, Bình Dương' }, 'Phường Đông Hòa, Thành phố Hồ Chí Minh'],
    [{ printed: '12/3 Quang Trung, P.13, Q. Gò Vấp, TP. HCM' }, 'Thành phố Hồ Chí Minh'],
    [{ printed: 'Thôn Đìa, Huyện Thanh Oai, Hà Nội' }, 'Thành phố Hà Nội'],
    [{ printed: '12 rue de la Paix, Paris' }, '***'],
    [{ printed: '' }, '***'],
  ])('is an address by its commune of today: %j', (address, masked) => {
    expect(maskAddress(address)).toBe(masked);
  });

  it('is of a picture or a paper that there is one, and of the number’s own course all', () => {
    expect(MASKS.presence()).toBe(true);
    expect(MASKS.clear('active')).toBe('active');
  });

  it('says neither day nor month, and as much of every number', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(maskDigits(text)).toMatch(/^\*{3}(?:[A-Za-z0-9]{3})?$/);
        const date = normalizeBirthDate(text);
        expect(maskBirthDate(text)).toMatch(date.ok ? /^\d{4}-\*\*-\*\*$/ : /^\*{3}$/);
      }),
    );
  });
});
