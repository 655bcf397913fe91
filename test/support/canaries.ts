/** A byte string that must not be found, and what it is, for a test that finds it. */
export interface Needle {
  readonly bytes: Uint8Array;
  readonly says: string;
}

/** Shorter ones turn up by chance in megabytes of ciphertext. */
const MIN_NEEDLE_BYTES = 6;

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

const utf16be = (text: string): Uint8Array => Buffer.from(text, 'utf16le').swap16();

/** Without marks above and below: `Đội Cấn` as `Doi Can`. */
export const withoutDiacritics = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');

/** The characters of base64 that depend on these bytes alone, at each place in a group of three. */
const base64Parts = (bytes: Uint8Array, coding: 'base64' | 'base64url'): readonly string[] =>
  [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString(coding)
      .replaceAll('=', '');
    const bits = (before + bytes.length) * 8;
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
  });

/** Bytes as they are, and in every text form that a store or a log may give them. */
export const needlesOfBytes = (bytes: Uint8Array, says: string): readonly Needle[] => {
  const hex = Buffer.from(bytes).toString('hex');
  const texts = [hex, hex.toUpperCase(), ...base64Parts(bytes, 'base64'), ...base64Parts(bytes, 'base64url')];
  return [bytes, ...texts.map(latin1)].map((needle) => ({ bytes: needle, says }));
};

/** As an address, a key of the store or escaped JSON may have it, where that differs. */
const escaped = (form: string): readonly string[] => {
  const percent = encodeURIComponent(form);
  const json = form.replaceAll(
    /[^\0-\x7F]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const lower = percent.replaceAll(/%../g, (byte) => byte.toLowerCase());
  return [percent, lower, json].filter((text) => text !== form);
};

/**
 * A text in NFC, NFD and without diacritics, as typed and in either case, in UTF-8 and UTF-16, in every form of bytes,
 * percent-encoded and escaped.
 */
export const needlesOfText = (text: string): readonly Needle[] => {
  const spelled = [text.normalize('NFC'), text.normalize('NFD'), withoutDiacritics(text)];
  const forms = new Set(spelled.flatMap((form) => [form, form.toLowerCase(), form.toUpperCase()]));
  return [...forms].flatMap((form) => [
    ...[Buffer.from(form, 'utf8'), Buffer.from(form, 'utf16le'), utf16be(form)].flatMap((bytes) =>
      needlesOfBytes(bytes, text),
    ),
    ...escaped(form).map((one) => ({ bytes: latin1(one), says: text })),
  ]);
};

/** Whether a needle stands at a place of a haystack by chance. */
type IsByChance = (haystack: Uint8Array, from: number, to: number) => boolean;

const isDigit = (byte = 0): boolean => byte >= 0x30 && byte <= 0x39;

const isHexDigit = (byte = 0): boolean => isDigit(byte) || (byte >= 0x61 && byte <= 0x66);

/** Digits of an identity number. More of them stand nowhere by chance. */
const MAX_CHANCE_DIGITS = 12;

/** Digits of the shortest hash that is written in hexadecimal. */
const HASH_DIGITS = 32;

/** Milliseconds since the epoch, of September 2001 to May 2033. */
const INSTANT = /^1\d{12}$/;

/**
 * Digits within a hash, or within an instant. Of a hundred thousand telephone numbers some stand in every gigabyte of those, by
 * chance; a number that was written there stands by itself, or beside something shorter.
 */
export const isInHashOrInstant: IsByChance = (haystack, from, to) => {
  if (to - from > MAX_CHANCE_DIGITS || !haystack.subarray(from, to).every(isDigit)) return false;
  let [start, end] = [from, to];
  while (isHexDigit(haystack[start - 1])) start -= 1;
  while (isHexDigit(haystack[end])) end += 1;
  return (
    end - start >= HASH_DIGITS || INSTANT.test(Buffer.from(haystack.subarray(start, end)).toString('latin1'))
  );
};

/**
 * Finds any of many byte strings in one pass, but for what stands somewhere by chance. Throws for a needle that is too short to mean
 * anything.
 */
export const searchFor = (
  needles: readonly Needle[],
  isByChance: IsByChance = () => false,
): ((haystack: Uint8Array) => readonly string[]) => {
  const byStart = new Map<number, Needle[]>();
  /** One bit per pair of bytes, to pass over most places quickly. */
  const begins = new Uint8Array(65_536);
  const distinct = new Map(
    needles.map((needle) => [`${needle.says}\0${Buffer.from(needle.bytes).toString('latin1')}`, needle]),
  );
  for (const needle of distinct.values()) {
    const { bytes } = needle;
    if (bytes.length < MIN_NEEDLE_BYTES) throw new Error(`"${needle.says}" is too short to search for`);
    const start = Buffer.from(bytes).readUIntBE(0, MIN_NEEDLE_BYTES);
    begins[((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)] = 1;
    const alike = byStart.get(start);
    if (alike === undefined) byStart.set(start, [needle]);
    else alike.push(needle);
  }
  return (haystack) => {
    const found = new Set<string>();
    const view = Buffer.from(haystack.buffer, haystack.byteOffset, haystack.byteLength);
    for (let at = 0; at + MIN_NEEDLE_BYTES <= view.length; at += 1) {
      if (begins[((view[at] ?? 0) << 8) | (view[at + 1] ?? 0)] === 0) continue;
      for (const { bytes, says } of byStart.get(view.readUIntBE(at, MIN_NEEDLE_BYTES)) ?? []) {
        const end = at + bytes.length;
        if (view.subarray(at, end).equals(bytes) && !isByChance(view, at, end)) found.add(says);
      }
    }
    return [...found];
  };
};
