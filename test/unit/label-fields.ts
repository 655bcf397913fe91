import fc from 'fast-check';
import { normalizeText } from '../../packages/capabilities/parcel/src/domain/label/index.ts';
import type { ParcelFields } from '../../packages/capabilities/parcel/src/domain/field-groups.ts';

export { BARE as BARE_PARCEL, ORDINARY as PARCEL } from '../../scripts/label-vectors/ordinary-parcels.ts';

const WORDS = [
  'hòa',
  'hoà',
  'thuý',
  'thúy',
  'Đắk Lắk',
  'H’Hen Niê',
  'Ƀ̆',
  'IKEA',
  'Ngõ 5/2',
  '👩‍👩‍👧',
  '北京',
  '-',
  '\u0301',
];

const LETTERS = Array.from('ẲẴẪỶỸỴẠỮđĐơưỳ ,./-09azAZ~');

/** Any normalised text that fits: all of Unicode, and enough Vietnamese, emoji, minority letters and brands. */
export const cleanText = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 24 }),
    fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 60 }),
    fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }).map((words) => words.join(' ')),
  )
  .map((text) => normalizeText(text.replaceAll(/\p{Cc}/gu, '')));

const amount = fc.oneof(fc.nat(200), fc.nat(50_000_000), fc.maxSafeNat());
const commune = fc.nat(0xff_ff).map((code) => String(code).padStart(5, '0'));
const phone = fc.oneof(
  fc.nat(99_999_999).map((digits) => `+849${String(digits).padStart(8, '0')}`),
  fc.bigInt(10n, 999_999_999_999_999n).map((digits) => `+${digits}`),
);

/** Any parcel a label can be asked to carry. */
export const parcelFields: fc.Arbitrary<ParcelFields> = fc.record(
  {
    delivery: fc.record({ recipientName: cleanText, street: cleanText, communeCode: commune }),
    payment: fc.record({ codAmountVnd: amount, handlingNote: cleanText }, { requiredKeys: [] }),
    contact: fc.record({ recipientPhone: phone, senderPhone: phone }, { requiredKeys: ['recipientPhone'] }),
    sender: fc.record({ name: cleanText, street: cleanText, communeCode: commune }),
    contents: fc.record(
      { description: cleanText, weightGrams: amount, declaredValueVnd: amount },
      { requiredKeys: ['description'] },
    ),
  },
  { requiredKeys: ['delivery', 'payment', 'contact', 'contents'], noNullPrototype: true },
);
