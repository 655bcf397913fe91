import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskedDelivery } from '../../packages/capabilities/parcel/src/domain/index.ts';

const masked = (recipientName: string, street: string): string => {
  const { recipientName: name, street: line } = maskedDelivery({
    recipientName,
    street,
    communeCode: '00004',
  });
  return `${name} | ${line}`;
};

describe('a masked address', () => {
  it.each([
    ['Nguyễn Thị Hạnh', 'Số 8, Phố Đội Cấn', 'N*** H*** | Phố Đội Cấn'],
    ['Hạnh', '12 Trần Phú', 'H*** | * Trần Phú'],
    ['Lê Văn An', 'Nhà ông Hùng 0912345678, Thôn 3', 'L*** A*** | Thôn *'],
    ['', 'P.1203 tòa B2', ' | * tòa *'],
    ['Nguyễn An', '', 'N*** A*** | '],
    ['Nguyễn An', 'Ngõ 4, ', 'N*** A*** | '],
    ['Nguyễn An', 'Ngách ４５ Láng', 'N*** A*** | Ngách * Láng'],
  ])('of %s, %s is recognised by who knows it', (name, street, due) => {
    expect(masked(name, street)).toBe(due);
  });

  it('has no digit and at most two letters of the name, and the commune as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (name, street) => {
        const result = maskedDelivery({ recipientName: name, street, communeCode: '00004' });
        expect(result.street).not.toMatch(/\p{N}/u);
        expect(result.recipientName.replaceAll(/[* ]/g, '').length).toBeLessThanOrEqual(4);
        expect(result.communeCode).toBe('00004');
      }),
    );
  });
});
