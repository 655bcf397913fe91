import { labelSvg, maskName, MAX_TOKEN_CHARACTERS, qrTerminal, type Label } from '@temkin/labels';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeQr, drawnQr } from '../support/drawn-qr.ts';

const BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
/** A token of a length, with every character of the alphabet and long runs of digits. */
const tokenOf = (length: number): string =>
  `TK1:${'000000000000'.repeat(2)}${BASE45.repeat(30)}`.slice(0, length);

const label: Label = {
  token: tokenOf(214),
  waybillNumber: 'EK000000014VN',
  maskedRecipient: {
    name: 'N*** A***',
    commune: 'Phường Văn Miếu - Quốc Tử Giám',
    province: 'Thành phố Hà Nội',
  },
  sortCode: '10-VM-07',
  checkCallerUrl: 'https://example.vn/goi',
};

/** Every text on a label, entities resolved. */
const texts = (svg: string): string[] =>
  [...svg.matchAll(/<(?:text|title)[^>]*>([^<]*)</g)].map(([, text = '']) =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&'),
  );

const refusal = (token: string): unknown => {
  try {
    return labelSvg({ ...label, token });
  } catch (error) {
    return error;
  }
};

describe('the QR of a label', () => {
  it.each([5, 24, 60, 214, 500, MAX_TOKEN_CHARACTERS])('decodes to the token of %i characters', (length) => {
    const token = tokenOf(length);
    expect(token).toHaveLength(length);
    expect(decodeQr(drawnQr(labelSvg({ ...label, token })).modules)).toBe(token);
  });

  it('decodes to any token', () => {
    const tokens = fc.string({ unit: fc.constantFrom(...BASE45.split('')), minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(tokens, (text) => {
        const token = `TK1:${text}`;
        expect(decodeQr(drawnQr(labelSvg({ ...label, token })).modules)).toBe(token);
      }),
      { numRuns: 15 },
    );
  });

  it('is no larger than its characters need in alphanumeric mode at level M', () => {
    // ISO/IEC 18004 Table 7: version 6-M holds 154 characters, 7-M 178.
    expect(drawnQr(labelSvg({ ...label, token: tokenOf(154) })).modules).toHaveLength(17 + 4 * 6 + 8);
    expect(drawnQr(labelSvg({ ...label, token: tokenOf(155) })).modules).toHaveLength(17 + 4 * 7 + 8);
  });

  it('stands on whole dots of a 203 dpi head, at least three a module, with its quiet zone on the label', () => {
    for (const length of [24, 154, 214, 500, MAX_TOKEN_CHARACTERS]) {
      const { modules, x, y, moduleMm } = drawnQr(labelSvg({ ...label, token: tokenOf(length) }));
      expect([x, y, moduleMm].map((mm) => (mm / 0.125) % 1)).toEqual([0, 0, 0]);
      expect(moduleMm).toBeGreaterThanOrEqual(0.375);
      expect(x).toBeGreaterThanOrEqual(4 * moduleMm);
      // The rules above and below the middle of the label are at 20 and 64 mm.
      expect(y - 4 * moduleMm).toBeGreaterThanOrEqual(20);
      expect(y + (modules.length - 4) * moduleMm).toBeLessThanOrEqual(64);
    }
  });

  it('is refused for what is no token or does not fit a label', () => {
    for (const token of ['', 'TK1:', 'TK1:abc', 'Nguyễn Văn An', '0912345678', 'TK1:A\n', ' TK1:A']) {
      expect(refusal(token)).toMatchObject({ code: 'PARCEL.TOKEN_MALFORMED' });
    }
    expect(refusal(`${tokenOf(MAX_TOKEN_CHARACTERS)}0`)).toMatchObject({ code: 'PARCEL.TOO_LARGE' });
  });

  it('decodes from a terminal, dark on light', () => {
    const [whiteOnBlack, reset] = ['\u001B[97;40m', '\u001B[0m'];
    for (const length of [24, 214]) {
      const lines = qrTerminal(tokenOf(length)).split('\n');
      expect(lines.every((line) => line.startsWith(whiteOnBlack) && line.endsWith(reset))).toBe(true);
      const blocks = lines.map((line) => line.slice(whiteOnBlack.length, -reset.length).split(''));
      const modules = blocks.flatMap((line) => [
        line.map((block) => block === ' ' || block === '▄'),
        line.map((block) => block === ' ' || block === '▀'),
      ]);
      // The row that the last half line leaves over is not part of the symbol.
      expect(decodeQr(modules.slice(0, blocks[0]?.length))).toBe(tokenOf(length));
    }
  });
});

const elements = (svg: string): string[] => [...svg.matchAll(/<\/?[a-z]+/g)].map(([tag]) => tag);

const sizeOf = (sortCode: string): number =>
  Number(
    new RegExp(`font-size="([\\d.]+)" font-weight="700">${sortCode}<`).exec(
      labelSvg({ ...label, sortCode }),
    )?.[1],
  );

describe('the text of a label', () => {
  it('is the sort code, commune, province, masked name, waybill number and where to check a caller', () => {
    expect(texts(labelSvg(label))).toEqual([
      'EK000000014VN',
      '10-VM-07',
      'Người nhận · Recipient',
      'N*** A***',
      'Phường Văn Miếu - Quốc Tử Giám',
      'Thành phố Hà Nội',
      'EK000000014VN',
      'Có người gọi về bưu gửi này? Kiểm tra tại example.vn/goi',
      'A call about this parcel? Check the caller there first.',
    ]);
  });

  it('puts the province in large print without a sort code, and leaves out what is not there', () => {
    const { token, waybillNumber } = label;
    const svg = labelSvg({
      token,
      waybillNumber,
      maskedRecipient: { commune: 'Đặc khu Phú Quốc', province: 'Tỉnh An Giang' },
    });
    expect(texts(svg)).toEqual([
      'EK000000014VN',
      'Tỉnh An Giang',
      'Người nhận · Recipient',
      'Đặc khu Phú Quốc',
      'Tỉnh An Giang',
      'EK000000014VN',
    ]);
    // Larger than the other lines, of which the largest is 6.5 mm.
    expect(Number(/font-size="([\d.]+)" font-weight="700">Tỉnh An Giang/.exec(svg)?.[1])).toBeGreaterThan(10);
  });

  it('masks a whole name, and a phone number in it, that a caller passes by mistake', () => {
    const maskedRecipient = { ...label.maskedRecipient, name: 'Nguyễn Văn An 0912 345 678' };
    const svg = labelSvg({ ...label, maskedRecipient });
    expect(texts(svg)).toContain('N*** A***');
    for (const forbidden of ['Nguyễn', 'Văn', '0912', '345', '678']) {
      expect(texts(svg).join('\n').replaceAll(label.maskedRecipient.commune, '')).not.toContain(forbidden);
    }
  });

  it('is never markup, whatever a field contains', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.string({
        unit: fc.constantFrom('<', '>', '&', '"', "'", ']', '!', '-', '\u0000', '\uD800', '\uFFFE'),
        maxLength: 30,
      }),
      fc.constant('</text><script>alert(1)</script>'),
    );
    // No Code 128 can be made of an ê, so that neither label has one.
    const filled = {
      ...label,
      waybillNumber: 'ê',
      maskedRecipient: { name: 'a', commune: 'a', province: 'a' },
    };
    fc.assert(
      fc.property(hostile, hostile, (one, two) => {
        const svg = labelSvg({
          ...filled,
          waybillNumber: `ê${one}`,
          sortCode: `a${two}`,
          checkCallerUrl: `a${one}`,
          maskedRecipient: { name: `a${two}`, commune: `a${one}`, province: `a${two}` },
        });
        expect(elements(svg)).toEqual(elements(labelSvg(filled)));
        expect(svg.replaceAll(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
        // XML 1.0 §2.2, and nothing that hides or reverses text.
        expect(svg).not.toMatch(/[^\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]|\u202E/u);
      }),
      { numRuns: 60 },
    );
    expect(texts(labelSvg({ ...label, sortCode: '<&>"\'' }))).toContain('<&>"\'');
  });

  it('is set smaller where it is long, so that it stays on the label', () => {
    expect(sizeOf('10-VM-07')).toBe(14);
    // A W is about as wide as it is high: 24 of them in 92 mm.
    expect(sizeOf('W'.repeat(24))).toBeLessThanOrEqual(92 / 24);
  });
});

describe('a masked name', () => {
  it.each([
    ['Nguyễn Văn An', 'N*** A***'],
    ['Nguyễn An', 'N*** A***'],
    ['An', 'A***'],
    ['A', 'A***'],
    ['', ''],
    ['   ', ''],
    ['  đỗ\tthị\u00A0ấn ', 'Đ*** Ấ***'],
    ['Đỗ Thị Ấn'.normalize('NFD'), 'Đ*** Ấ***'],
    ['Jean-Paul Dupont', 'J*** D***'],
    ['O’Brien', 'O***'],
    ['김민수', '김***'],
    ['👩‍👩‍👧 Lan 🐱', 'L***'],
    ['🐱', ''],
    ['Lan 0912345678', 'L***'],
    ['(Chị) Lan', 'C*** L***'],
    ['ßeta', 'S***'],
    ['ﬁona', 'F***'],
    ['Ａｎ', 'A***'],
    ['N*** A***', 'N*** A***'],
    ['<b>', 'B***'],
  ])('of %j is %j', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it('shows at most two letters, always with three stars each, and stays as it is when masked again', () => {
    const words = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('Nguyễn', 'An', '0912'),
      ),
    );
    fc.assert(
      fc.property(words, (parts) => {
        const masked = maskName(parts.join(' '));
        expect(masked).toMatch(/^(\p{L}\*\*\*( \p{L}\*\*\*)?)?$/u);
        expect(maskName(masked)).toBe(masked);
      }),
      { numRuns: 500 },
    );
  });
});
