import {
  hasReached,
  identityText,
  isBornAfter,
  isNameMeant,
  normalizeAddress,
  normalizeBirthDate,
  normalizeIdentityNumber,
  normalizeMsisdn,
  normalizeName,
  type IdentityNumber,
  type NameForms,
  type Normal,
} from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const DIGITS = fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), maxLength: 14 });

/** Vietnamese syllables with the tone wherever somebody may have typed it, and other words. */
const WORD = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('', 'h', 'th', 'ngh', 'qu', 'gi', 'đ', 'Đ', 'Ð', 'kh', 'x'),
      fc.constantFrom(
        'oa',
        'uy',
        'oe',
        'iê',
        'ươ',
        'ua',
        'a',
        'uyê',
        'oai',
        'ưu',
        'i',
        'ao',
        'uâ',
        'uơ',
        'y',
      ),
      fc.constantFrom('', 'n', 'ng', 't', 'ch', 'nh'),
      fc.constantFrom('', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'),
      fc.nat(3),
    )
    .map(([onset, vowels, coda, tone, at]) => onset + vowels.slice(0, at) + tone + vowels.slice(at) + coda),
  fc.constantFrom('José', "O'Neill", 'Müller', 'Weiß', 'Æsa', 'Łukasz', 'İnan', 'é\u0300'),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const NAME = fc.array(WORD, { maxLength: 6 }).map((words) => words.join(' '));

const NUMBER = fc.oneof(
  fc.tuple(fc.constantFrom('', '0', '+84', '84', '0084 '), DIGITS).map((parts) => parts.join('')),
  fc.string(),
);

const IDENTITY: fc.Arbitrary<IdentityNumber> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('personal', 'old-nine-digit', 'electronic', 'legal-entity'),
    number: fc.oneof(DIGITS, fc.string(), fc.constantFrom('001199012345', '0100109106001', '012345678')),
  }),
  fc.record({
    kind: fc.constant('passport' as const),
    number: fc.oneof(
      fc.string({ unit: fc.constantFrom(...'AB 12-<'.split('')), maxLength: 12 }),
      fc.string(),
    ),
    issuer: fc.constantFrom('VNM', 'd', 'fra', 'F'),
  }),
);

const DATE = fc.oneof(
  fc
    .tuple(fc.nat(32), fc.nat(13), fc.integer({ min: 1840, max: 2210 }), fc.constantFrom('/', '-', '.', ''))
    .map(([day, month, year, mark]) =>
      [String(day).padStart(2, '0'), String(month).padStart(2, '0'), year].join(mark),
    ),
  fc.string(),
);

const issuerOf = (identity: IdentityNumber): string => (identity.kind === 'passport' ? identity.issuer : '');

const valueOf = <Value>(verdict: Normal<Value, string>): Value | undefined =>
  verdict.ok ? verdict.value : undefined;

describe('a normal form', () => {
  it('of a number is its own', () => {
    fc.assert(
      fc.property(NUMBER, fc.constantFrom('person', 'machine'), (text, use) => {
        const verdict = normalizeMsisdn(text, use);
        expect(verdict.ok ? normalizeMsisdn(verdict.value, use) : verdict).toStrictEqual(verdict);
      }),
    );
  });

  it('of an identity number is its own, and its text tells it from that of every other kind', () => {
    fc.assert(
      fc.property(IDENTITY, IDENTITY, (one, other) => {
        const [first, second] = [one, other].map((identity) => valueOf(normalizeIdentityNumber(identity)));
        fc.pre(first !== undefined && second !== undefined);
        expect(normalizeIdentityNumber(first)).toStrictEqual({ ok: true, value: first });
        const isSame = first.kind === second.kind && first.number === second.number;
        expect(identityText(first) === identityText(second)).toBe(
          isSame && issuerOf(first) === issuerOf(second),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('of a name is its own in each of its forms', () => {
    fc.assert(
      fc.property(NAME, fc.constantFrom('person', 'organisation'), (text, of) => {
        const forms = valueOf(normalizeName(text, of));
        fc.pre(forms !== undefined);
        for (const form of ['printed', 'search', 'plain', 'anyOrder'] as const)
          expect(normalizeName(forms[form], of)).toMatchObject({ ok: true, value: { [form]: forms[form] } });
      }),
      { numRuns: 3_000 },
    );
  });

  it('of a name has no word for a mark that stands alone', () => {
    const forms = valueOf(normalizeName('\u0300 José'));
    expect(forms).toMatchObject({ search: 'josé', plain: 'jose', anyOrder: 'jose' });
  });

  it('of a name is the same for its pieces and in any width of space', () => {
    fc.assert(
      fc.property(NAME, (text) => {
        const forms = valueOf(normalizeName(text));
        fc.pre(forms !== undefined);
        for (const other of [text.normalize('NFD'), `\u00a0${text.replaceAll(' ', ' \t')}`])
          expect(normalizeName(other)).toMatchObject({ ok: true, value: { search: forms.search } });
      }),
      { numRuns: 3_000 },
    );
  });

  it('of a Vietnamese name has the letters a to z alone where diacritics are left out, and no case', () => {
    const letters =
      'aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ';
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(...letters.split(''), ...letters.toUpperCase().split('')),
          minLength: 1,
        }),
        (word) => {
          const forms = valueOf(normalizeName(word));
          expect(forms?.plain).toMatch(/^[a-z]+$/);
          expect(valueOf(normalizeName(word.toUpperCase()))?.search).toBe(forms?.search);
        },
      ),
    );
  });

  it('of a birth date is its own', () => {
    fc.assert(
      fc.property(DATE, (text) => {
        const verdict = normalizeBirthDate(text);
        expect(verdict.ok ? normalizeBirthDate(verdict.value) : verdict).toStrictEqual(verdict);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of an address is its own, with the same communes', () => {
    const part = fc.oneof(
      NAME,
      fc.constantFrom(
        'Phường 12',
        'Q. Gò Vấp',
        'TP. HCM',
        'Xã Hòa Liên',
        'Huyện Hoà Vang',
        'Đà Nẵng',
        'Tỉnh Bình Dương',
        '',
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        const verdict = normalizeAddress({ printed: parts.join(' , ') });
        expect(verdict.ok ? normalizeAddress({ printed: verdict.value.printed }) : verdict).toStrictEqual(
          verdict,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('is not looked for in a text without end', () => {
    const endless = '9'.repeat(1_000_000);
    for (const verdict of [
      normalizeMsisdn(endless),
      normalizeName('a'.repeat(1_000_000)),
      normalizeBirthDate(endless),
      normalizeAddress({ printed: 'a, '.repeat(1_000_000) }),
      normalizeAddress({ printed: 'a', communeCode: endless }),
      normalizeAddress({ printed: 'a', formerCommuneCode: endless }),
      normalizeIdentityNumber({ kind: 'personal', number: endless }),
      normalizeIdentityNumber({ kind: 'legal-entity', number: endless }),
      normalizeIdentityNumber({ kind: 'passport', number: endless, issuer: endless }),
    ])
      expect(verdict.ok).toBe(false);
  });
});

const forms = (text: string): NameForms => {
  const verdict = normalizeName(text);
  if (!verdict.ok) throw new Error(verdict.fault);
  return verdict.value;
};
const isMeant = (found: string, asked: string): boolean => isNameMeant(forms(found), forms(asked));

describe('a name that was found', () => {
  it('is meant in any order and case, with its diacritics or without any', () => {
    for (const asked of [
      'Nguyễn Thị Hoà',
      'NGUYỄN THỊ HÒA',
      'nguyen thi hoa',
      'Hòa Nguyễn Thị',
      'Hoa Thi Nguyen',
    ])
      expect(isMeant('Nguyễn Thị Hoà', asked), asked).toBe(true);
  });

  it('is not meant by other diacritics, nor by fewer words', () => {
    for (const asked of [
      'Nguyễn Thị Hoa',
      'Nguyễn Thị Hóa',
      'Nguyen Thi Hoá',
      'Nguyen Hoa',
      'Nguyen Thi Hoan',
    ])
      expect(isMeant('Nguyễn Thị Hoà', asked), asked).toBe(false);
  });
});

describe('an age', () => {
  const at = Date.parse('2026-11-22T17:30:00Z');

  it('is counted by the day in Vietnam', () => {
    expect(hasReached('2020-11-23', 6, at)).toBe('yes');
    expect(hasReached('2020-11-24', 6, at)).toBe('no');
    expect(hasReached('2020-11-23', 6, at - 3_600_000)).toBe('no');
  });

  it('is unknown where the document prints no day and it depends on it', () => {
    expect(hasReached('2020', 6, at)).toBe('unknown');
    expect(hasReached('2020-11', 6, at)).toBe('unknown');
    expect(hasReached('2019', 6, at)).toBe('yes');
    expect(hasReached('2020-12', 6, at)).toBe('no');
  });

  it('of who was born on 29 February is reached on 1 March', () => {
    expect(hasReached('2004-02-29', 15, Date.parse('2019-02-28T16:59:59Z'))).toBe('no');
    expect(hasReached('2004-02-29', 15, Date.parse('2019-02-28T17:00:00Z'))).toBe('yes');
  });

  it('is not had by who is not born', () => {
    expect(isBornAfter('2026-11-24', at)).toBe(true);
    expect(isBornAfter('2026-11-23', at)).toBe(false);
    expect(isBornAfter('2026-11', at)).toBe(false);
    expect(isBornAfter('2027', at)).toBe(true);
  });
});
