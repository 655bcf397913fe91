import type { ParcelFields } from '../../packages/capabilities/parcel/src/domain/field-groups.ts';
import type { LabelKind } from '../../packages/capabilities/parcel/src/domain/label/index.ts';
import { BARE, ORDINARY } from './ordinary-parcels.ts';

/** A parcel for a vector of payload version 2. */
interface DenseParcel {
  readonly name: string;
  readonly kind: LabelKind;
  readonly fields: ParcelFields;
}

/** A text of one class in every field that takes text. */
const texts = (
  recipientName: string,
  street: string,
  handlingNote: string,
  description: string,
): ParcelFields => ({
  ...ORDINARY,
  delivery: { recipientName, street, communeCode: '10507' },
  payment: { codAmountVnd: 99_000, handlingNote },
  sender: { name: recipientName, street, communeCode: '32248' },
  contents: { description, weightGrams: 1_234, declaredValueVnd: 250_500 },
});

const numbers = (
  codAmountVnd: number,
  weightGrams: number,
  recipientPhone: string,
  senderPhone: string,
  communeCode: string,
): ParcelFields => ({
  ...ORDINARY,
  delivery: { ...ORDINARY.delivery, communeCode },
  payment: { codAmountVnd },
  contact: { recipientPhone, senderPhone },
  contents: { description: '3', weightGrams, declaredValueVnd: weightGrams },
});

/** Every kind with every set of groups, then every class of text and number with all groups. */
export const DENSE_PARCELS: readonly DenseParcel[] = [
  { name: 'version 2, sealed', kind: 'sealed', fields: ORDINARY },
  { name: 'version 2, sealed, no COD and no note', kind: 'sealed', fields: BARE },
  { name: 'version 2, sealed, COD alone', kind: 'sealed', fields: { ...BARE, payment: { codAmountVnd: 0 } } },
  {
    name: 'version 2, sealed, a note alone',
    kind: 'sealed',
    fields: { ...BARE, payment: { handlingNote: 'Gọi trước khi giao' } },
  },
  { name: 'version 2, opaque', kind: 'opaque', fields: ORDINARY },
  { name: 'version 2, opaque, no COD and no note', kind: 'opaque', fields: BARE },
  { name: 'version 2, sealed-all', kind: 'sealed-all', fields: ORDINARY },
  { name: 'version 2, sealed-all, nothing that may be absent', kind: 'sealed-all', fields: BARE },
  {
    name: 'version 2, tones in the older spelling',
    kind: 'sealed-all',
    fields: texts(
      'Hòa Thúy Thủy',
      'Đường Hóa Hòe, ngõ Khóa Khỏe',
      'Gõ cửa, có quý bà',
      'Hoa quả, giỏ quà, ủy quyền',
    ),
  },
  {
    name: 'version 2, tones in the newer spelling',
    kind: 'sealed-all',
    fields: texts(
      'Hoà Thuý Thuỷ',
      'Đường Hoá Hoè, ngõ Khoá Khoẻ',
      'hoà rồi hòa lại hoà',
      'uỷ ban, thuở, quý, giếng, gìn, khuỷu',
    ),
  },
  {
    name: 'version 2, names of other peoples',
    kind: 'sealed-all',
    fields: texts(
      "H'Hen Niê",
      'Buôn Êa M’Droh, Đắk Lắk',
      'Lò Văn Pản, K’Brôi',
      'Rơ Châm Hyuk; Y Bhiông Mlô; Ksor H’Bia; Ƀ̆',
    ),
  },
  {
    name: 'version 2, Latin brands',
    kind: 'sealed-all',
    fields: texts(
      'Sato Haruka c/o IKEA',
      'Tầng 5, TPBank Tower, Lotte Mart',
      'call b4 ship, thx!',
      'iPhone 15 Pro Max 256GB; H&M, TP-Link AX3000; McDonald’s x2',
    ),
  },
  {
    name: 'version 2, emoji and other scripts',
    kind: 'sealed-all',
    fields: texts('김민수 ❤️', '北京路 12号', '👩‍👩‍👧 小心轻放!', 'Привет, Ελλάδα, ไทย, 日本 🎁🎁🎁 €5 ©®™'),
  },
  {
    name: 'version 2, digits',
    kind: 'sealed-all',
    fields: texts(
      'Kho 007',
      '12/3/45A-6B.07, 0123456789012345678901234567890',
      '0 00 000 9,5',
      '1x2 3X4 100% 5m2 50×60 1.000.000',
    ),
  },
  {
    name: 'version 2, capitals',
    kind: 'sealed-all',
    fields: texts(
      'NGUYỄN THỊ Ý',
      'SỐ 5A, ĐƯỜNG HOÀNG HOA THÁM, P. Ô CHỢ DỪA',
      'GỌI TRƯỚC',
      'ÁO ĐÔI SIZE XL, NGuyễn nGUYỄN NguYễn',
    ),
  },
  {
    name: 'version 2, small letters',
    kind: 'sealed-all',
    fields: texts('nguyễn văn a', 'số nhà 7 thôn đông', 'giao buổi sáng nhé', 'áo thun nam, quần jean'),
  },
  {
    name: 'version 2, no diacritics',
    kind: 'sealed-all',
    fields: texts(
      'Nguyen Thi Hong Nhung',
      'So 12, ngo 45 duong Nguyen Trai',
      'goi truoc khi giao',
      'ao so mi nam mau den, Tất và tat, Hoa Đào hoa dao',
    ),
  },
  {
    name: 'version 2, marks and spaces',
    kind: 'sealed-all',
    fields: texts(
      'A.B,C ; D(E)F [G]',
      '"a" \'b\' `c` ~d^e_f|g\\h',
      '- , . ! ?',
      '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~’ –…',
    ),
  },
  {
    name: 'version 2, typing errors',
    kind: 'sealed-all',
    fields: texts(
      'Nguyênn Vănn Nưng',
      'Sô12,đườnng Lê Lợii',
      'gíao gấppp',
      'qqwxz ờợở aẽiôu ƛʒ nghiêếng thuyfền',
    ),
  },
  {
    name: 'version 2, texts that are shorter character by character',
    kind: 'sealed-all',
    fields: texts('ZXQJWKVZ ẴẲẸ%', 'ỹ~Ỵ{q}Ẫ|5ặ^Ẹ#J@ẵ', 'ζξψ ЖЩЪ', '\u{10FFFF}\u{E000}ẫ]W3ỡ*Z;ế`7Ỹ&k'),
  },
  { name: 'version 2, empty texts', kind: 'sealed-all', fields: texts('', '', '', '') },
  {
    name: 'version 2, the longest that the API takes',
    kind: 'opaque',
    fields: texts(
      'Nguyễn '.repeat(20).trim(),
      'ngõ 5/7 '.repeat(25).trim(),
      'xin nhẹ tay '.repeat(16).trim(),
      'Áo',
    ),
  },
  {
    name: 'version 2, a word of as many letters as a text may have',
    kind: 'opaque',
    fields: texts('n'.repeat(1_000), 'Số 1', '', 'Áo'),
  },
  {
    name: 'version 2, smallest numbers',
    kind: 'sealed-all',
    fields: numbers(0, 0, '+10', '+99', '00000'),
  },
  {
    name: 'version 2, largest numbers',
    kind: 'sealed-all',
    fields: numbers(2 ** 53 - 1, 2 ** 53 - 1, '+999999999999999', '+842999999999', '65535'),
  },
  {
    name: 'version 2, round numbers',
    kind: 'sealed-all',
    fields: numbers(9_000_000_000_000_000, 1_000, '+84300000000', '+84999999999', '32767'),
  },
  {
    name: 'version 2, odd numbers',
    kind: 'sealed-all',
    fields: numbers(1, 10_010, '+84412345678', '+84284', '32768'),
  },
];
