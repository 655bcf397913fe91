import { cryptoReady } from '@temkin/crypto';
import { OutcomeUnknown, systemRandom, toHex } from '@temkin/kernel';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  GROUP_NAMES,
  type ParcelFields,
} from '../../packages/capabilities/parcel/src/domain/field-groups.ts';
import {
  isGenuine,
  LABEL_KINDS,
  labelDigest,
  MAX_TOKEN_BYTES,
  MAX_TOKEN_LENGTH,
  openLabel,
  parseLabelToken,
  resealLabel,
  sealLabel,
  type LabelContent,
  type LabelKind,
  type SealedLabel,
} from '../../packages/capabilities/parcel/src/domain/label/index.ts';
import { TEXT_LIMITS } from '../../packages/capabilities/parcel/src/domain/limits.ts';
import { byteCoding } from '../../packages/capabilities/parcel/src/domain/label/byte-coding.ts';
import { cutSealedForm } from '../../packages/capabilities/parcel/src/domain/label/sealed-form.ts';
import { tokenText } from '../../packages/capabilities/parcel/src/domain/label/label-token.ts';
import { BARE_PARCEL, PARCEL, parcelFields } from './label-fields.ts';

const KINDS: readonly LabelKind[] = ['opaque', 'sealed', 'sealed-all'];
const LABEL_ID = '0123456789abcdef';
const DIGEST_KEY = new Uint8Array(32).fill(7);

const content = (kind: LabelKind, fields: ParcelFields = PARCEL): LabelContent => ({
  kind,
  labelId: LABEL_ID,
  fields,
});

const seal = (kind: LabelKind, fields: ParcelFields = PARCEL): SealedLabel => {
  const label = sealLabel({ ...content(kind, fields), random: systemRandom });
  if (label === 'too-large') throw new Error('the test parcel is too large');
  return label;
};

/** What a holder of key and stored groups reads from these token bytes, all groups of the kind asked for. */
const openAll = (
  kind: LabelKind,
  label: SealedLabel,
  bytes = label.bytes,
): Partial<ParcelFields> | 'broken' =>
  openLabel({ bytes, remoteGroups: label.groups, key: label.key, groups: LABEL_KINDS[kind].groups });

/** What a use case makes of a text when one label is stored. */
const classify = (text: string, stored: SealedLabel): 'malformed' | 'unknown' | 'forged' | 'genuine' => {
  const token = parseLabelToken(text);
  if (token === 'malformed') return token;
  if (token.labelId !== LABEL_ID) return 'unknown';
  return isGenuine(DIGEST_KEY, token.bytes, labelDigest(DIGEST_KEY, stored.bytes)) ? 'genuine' : 'forged';
};

/** All byte strings that differ from this one in one bit, with the byte where they do. */
const bitFlips = function* (
  bytes: Uint8Array,
): Generator<readonly [at: number, bit: number, flipped: Uint8Array]> {
  for (let place = 0; place < bytes.length * 8; place += 1) {
    const flipped = Uint8Array.from(bytes);
    const at = place >> 3;
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (place & 7));
    yield [at, place & 7, flipped];
  }
};

/** Well-formed bytes of payload version 1. */
const ofLength = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => (at === 0 ? 0x11 : at & 0xff));

const threes = (length: number): Uint8Array => new Uint8Array(length).fill(3);

const attempt = (kind: LabelKind, fields: Partial<ParcelFields>): unknown =>
  sealLabel({ ...content(kind, { ...PARCEL, ...fields }), random: systemRandom });

beforeAll(() => cryptoReady);

describe.each(KINDS)('a label of kind %s', (kind) => {
  it('opens to the fields that were sealed', () => {
    fc.assert(
      fc.property(parcelFields, (fields) => {
        const label = sealLabel({ ...content(kind, fields), random: systemRandom });
        fc.pre(label !== 'too-large');
        const expected = Object.fromEntries(
          LABEL_KINDS[kind].groups.filter((name) => name in fields).map((name) => [name, fields[name]]),
        );
        expect(openAll(kind, label)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('is read back from its text with its id', () => {
    const { token, bytes, payloadVersion } = seal(kind);
    expect(token).toMatch(/^TK1:[0-9A-Z $%*+\-./:]+$/);
    expect(parseLabelToken(token)).toEqual({ payloadVersion, labelId: LABEL_ID, bytes });
    expect(classify(token, seal(kind))).toBe('forged');
  });

  it('opens with no bit of the token flipped, and each flip is told for what it is', () => {
    const label = seal(kind);
    expect(classify(label.token, label)).toBe('genuine');
    for (const [at, bit, flipped] of bitFlips(label.bytes)) {
      expect(openAll(kind, label, flipped)).toBe('broken');
      const version = at === 0 && bit > 3;
      const expected = version ? 'malformed' : at >= 1 && at <= 8 ? 'unknown' : 'forged';
      expect(classify(tokenText(flipped), label)).toBe(expected);
    }
  });

  it('opens with no bit of the text flipped', () => {
    const label = seal(kind);
    for (let at = 0; at < label.token.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const flipped = String.fromCharCode(label.token.charCodeAt(at) ^ (1 << bit));
        const text = label.token.slice(0, at) + flipped + label.token.slice(at + 1);
        expect(at < 4 ? ['malformed'] : ['malformed', 'unknown', 'forged']).toContain(classify(text, label));
        const token = parseLabelToken(text);
        expect(token === 'malformed' || openAll(kind, label, token.bytes) === 'broken').toBe(true);
      }
    }
  });

  it('opens neither cut nor lengthened nor under another key', () => {
    const label = seal(kind);
    for (let end = 0; end < label.bytes.length; end += 1) {
      expect(openAll(kind, label, label.bytes.subarray(0, end))).toBe('broken');
    }
    expect(openAll(kind, label, Uint8Array.of(...label.bytes, 0))).toBe('broken');
    expect(openAll(kind, { ...label, key: seal(kind).key })).toBe('broken');
  });

  it('opens a single group without the others', () => {
    const label = seal(kind);
    for (const name of LABEL_KINDS[kind].groups) {
      const opened = openLabel({ ...label, remoteGroups: label.groups, groups: [name] });
      expect(opened).toEqual({ [name]: PARCEL[name] });
    }
  });

  it('is as long with as without what may be absent', () => {
    expect(seal(kind, BARE_PARCEL).token).toHaveLength(seal(kind).token.length);
  });

  it('is made again, bit for bit, from key and content', () => {
    const label = seal(kind);
    const digest = labelDigest(DIGEST_KEY, label.bytes);
    const replay = resealLabel({
      ...content(kind),
      payloadVersion: label.payloadVersion,
      storedKey: label.key,
      storedGroups: label.groups,
      isStored: (bytes) => isGenuine(DIGEST_KEY, bytes, digest),
    });
    expect(replay).toEqual(label);
  });

  it('is not made again from other content, whatever it is', () => {
    const label = seal(kind);
    const digest = labelDigest(DIGEST_KEY, label.bytes);
    const replay = (changed: Partial<LabelContent>) => () =>
      resealLabel({
        ...content(kind),
        ...changed,
        payloadVersion: label.payloadVersion,
        storedKey: label.key,
        storedGroups: label.groups,
        isStored: (bytes) => isGenuine(DIGEST_KEY, bytes, digest),
      });
    expect(replay({ fields: { ...PARCEL, payment: {} } })).toThrow(OutcomeUnknown);
    expect(replay({ fields: { ...PARCEL, payment: { handlingNote: 'x'.repeat(600) } } })).toThrow(
      OutcomeUnknown,
    );
    expect(replay({ labelId: 'ffffffffffffffff' })).toThrow(OutcomeUnknown);
    expect(replay({ kind: kind === 'sealed' ? 'opaque' : 'sealed' })).toThrow(OutcomeUnknown);
  });
});

describe('what a label opens', () => {
  it('is broken where the kind lacks a requested group', () => {
    const label = seal('sealed');
    expect(openLabel({ ...label, groups: ['delivery', 'contact'] })).toBe('broken');
  });

  it('is nothing where nothing is requested', () => {
    expect(openLabel({ ...seal('sealed'), groups: [] })).toEqual({});
  });

  it('leaves an altered group that is not requested alone', () => {
    const label = seal('sealed');
    const altered = Uint8Array.from(label.bytes);
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    expect(openLabel({ ...label, bytes: altered, groups: ['delivery'] })).toEqual({
      delivery: PARCEL.delivery,
    });
    expect(openLabel({ ...label, bytes: altered, groups: ['payment'] })).toBe('broken');
  });

  it('is broken for any bytes, with any groups beside them', () => {
    const key = systemRandom(32);
    const hostile = fc.uint8Array({ maxLength: 400 });
    const first = fc.constantFrom(0x10, 0x11, 0x12, 0x13, 0x1f, 0x20, 0x00);
    fc.assert(
      fc.property(
        first,
        hostile,
        hostile,
        fc.constantFrom(...GROUP_NAMES),
        (head, tail, remoteGroups, name) => {
          const bytes = Uint8Array.of(head, ...tail);
          expect(openLabel({ bytes, remoteGroups, key, groups: [name] })).toBe('broken');
        },
      ),
    );
  });
});

describe('an opaque label', () => {
  it('has 25 bytes that do not depend on the person', () => {
    const one = sealLabel({ ...content('opaque'), random: threes });
    const other = sealLabel({ ...content('opaque', BARE_PARCEL), random: threes });
    if (one === 'too-large' || other === 'too-large') throw new Error('the test parcel is too large');
    expect(one.bytes).toHaveLength(25);
    expect(one.token).toBe(other.token);
    expect(one.groups).not.toEqual(other.groups);
  });

  it('opens with no bit of its stored groups flipped, and not without them', () => {
    const label = seal('opaque');
    const { groups = new Uint8Array() } = label;
    expect(groups.length).toBeGreaterThan(32);
    for (const [, , flipped] of bitFlips(groups))
      expect(openAll('opaque', { ...label, groups: flipped })).toBe('broken');
    expect(openLabel({ bytes: label.bytes, key: label.key, groups: ['delivery'] })).toBe('broken');
  });

  it('is not made again where the stored groups are not at hand', () => {
    const { payloadVersion, key } = seal('opaque');
    const replay = () =>
      resealLabel({ ...content('opaque'), payloadVersion, storedKey: key, isStored: () => true });
    expect(replay).toThrow(OutcomeUnknown);
  });
});

describe('the sealed form', () => {
  const { groups } = LABEL_KINDS.sealed;
  const { ladders } = byteCoding;

  it('is cut where its rungs say', () => {
    const form = ofLength(10 + 80 + 16 + 48 + 16);
    form[9] = 0x10;
    const cut = cutSealedForm(form, groups, ladders);
    expect(cut?.associatedData).toEqual(form.subarray(0, 10));
    expect(cut?.ciphertexts.get('delivery')).toEqual(form.subarray(10, 106));
    expect(cut?.ciphertexts.get('payment')).toEqual(form.subarray(106));
  });

  it.each([
    ['a half byte that nothing needs', 0x11, 10 + 80 + 16 + 48 + 16],
    ['a rung that leaves the last group no length of its ladder', 0x10, 10 + 80 + 16 + 40 + 16],
    ['a rung beyond the end', 0xf0, 10 + 80 + 16 + 48 + 16],
  ])('is not one with %s', (_, rungs, length) => {
    const form = ofLength(length);
    form[9] = rungs;
    expect(cutSealedForm(form, groups, ladders)).toBeUndefined();
  });
});

describe('the text of a token', () => {
  it.each([
    ['nothing', ''],
    ['the prefix alone', 'TK1:'],
    ['another prefix', 'TK2:'],
    ['a web address', 'https://example.vn/TK1:'],
  ])('is malformed as %s', (_, text) => {
    expect(parseLabelToken(text)).toBe('malformed');
  });

  it('is malformed below 25 bytes and above the limit, of whatever size', () => {
    expect(parseLabelToken(tokenText(ofLength(24)))).toBe('malformed');
    expect(parseLabelToken(tokenText(ofLength(25)))).not.toBe('malformed');
    expect(parseLabelToken(tokenText(ofLength(MAX_TOKEN_BYTES)))).not.toBe('malformed');
    expect(parseLabelToken(tokenText(ofLength(MAX_TOKEN_BYTES + 1)))).toBe('malformed');
    expect(parseLabelToken(`TK1:${'0'.repeat(3_000_000)}`)).toBe('malformed');
  });

  it('is malformed in lower case, with space around, and with a line end', () => {
    const text = seal('sealed').token;
    for (const changed of [text.toLowerCase(), ` ${text}`, `${text}\n`]) {
      expect(parseLabelToken(changed)).toBe('malformed');
    }
  });

  it('is well-formed with an unknown kind, so that the digest can call it forged', () => {
    const label = seal('sealed');
    const bytes = Uint8Array.from(label.bytes);
    bytes[0] = 0x1f;
    expect(classify(tokenText(bytes), label)).toBe('forged');
  });

  it('fits QR version 20 at level M: 970 alphanumeric characters', () => {
    expect(MAX_TOKEN_LENGTH).toBeLessThanOrEqual(970);
    expect(tokenText(new Uint8Array(MAX_TOKEN_BYTES))).toHaveLength(MAX_TOKEN_LENGTH);
    expect(tokenText(new Uint8Array(MAX_TOKEN_BYTES + 2)).length).toBeGreaterThan(970);
  });
});

describe('sealing', () => {
  it('refuses what paper cannot take, and an opaque label takes it still', () => {
    const delivery = { ...PARCEL.delivery, street: '📦'.repeat(250) };
    expect(attempt('sealed', { delivery })).toBe('too-large');
    expect(attempt('sealed-all', { delivery })).toBe('too-large');
    expect(attempt('opaque', { delivery })).not.toBe('too-large');
  });

  it('refuses a text beyond the ladder for every kind', () => {
    const delivery = { ...PARCEL.delivery, street: 'x'.repeat(1_600) };
    for (const kind of KINDS) expect(attempt(kind, { delivery })).toBe('too-large');
  });

  it('puts every text that the API takes on a sealed label', () => {
    const { name, street, note } = TEXT_LIMITS;
    const delivery = { recipientName: 'ễ'.repeat(name), street: 'Đ'.repeat(street), communeCode: '65535' };
    const payment = { codAmountVnd: Number.MAX_SAFE_INTEGER, handlingNote: 'ợ'.repeat(note) };
    expect(attempt('sealed', { delivery, payment })).not.toBe('too-large');
  });

  it('draws a new key each time', () => {
    expect(toHex(seal('sealed').key)).not.toBe(toHex(seal('sealed').key));
  });

  it.each(['', '0123', '0123456789ABCDEF', '0123456789abcdef00', 'xyz3456789abcdef'])(
    'refuses the label id %j',
    (labelId) => {
      expect(() => sealLabel({ ...content('sealed'), labelId, random: systemRandom })).toThrow('label id');
    },
  );
});
