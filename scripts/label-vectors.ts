/**
 * Writes test/vectors/label-token.json: label tokens under fixed keys and ids, for docs/token-format.md and for readers
 * in other languages. Run `npx tsx scripts/label-vectors.ts` when a payload version is added; a vector once published
 * must come out the same.
 */
import { writeFileSync } from 'node:fs';
import { cryptoReady, deriveKey } from '@temkin/crypto';
import { fromHex, toHex } from '@temkin/kernel';
import type { GroupName, ParcelFields } from '../packages/capabilities/parcel/src/domain/field-groups.ts';
import { CODE_PAGE, pageByte } from '../packages/capabilities/parcel/src/domain/label/code-page.ts';
import {
  encodeGroups,
  LABEL_KINDS,
  labelDigest,
  sealLabel,
  type LabelKind,
} from '../packages/capabilities/parcel/src/domain/label/index.ts';
import { BROKEN_STREAMS } from './label-vectors/broken-streams.ts';
import { DENSE_PARCELS } from './label-vectors/dense-parcels.ts';
import { BARE, ORDINARY } from './label-vectors/ordinary-parcels.ts';
import { SUBKEY_IDS } from '../packages/capabilities/parcel/src/domain/label/label-envelope.ts';
import { HEADER_LENGTH, tokenText } from '../packages/capabilities/parcel/src/domain/label/label-token.ts';

const TARGET = new URL('../test/vectors/label-token.json', import.meta.url);

/** 32 bytes that nobody takes for a secret: `first`, `first` + 1, and so on. */
const countingKey = (first: number): Uint8Array => Uint8Array.from({ length: 32 }, (_, i) => first + i);

const DIGEST_KEY = countingKey(0xa0);

const EDGES: ParcelFields = {
  delivery: {
    recipientName: 'H’Hen Niê Ƀ̆ ẲẴẪỶỸỴ',
    street: 'Thuý Hoà, thúy hòa €5 👩‍👩‍👧 北京',
    communeCode: '65535',
  },
  payment: { codAmountVnd: Number.MAX_SAFE_INTEGER, handlingNote: '' },
  contact: { recipientPhone: '+999999999999999', senderPhone: '+10' },
  sender: { name: 'IKEA® Ltd', street: '~', communeCode: '00000' },
  contents: { description: `LEGO ${'#'.repeat(60)}`, weightGrams: 0, declaredValueVnd: 127 },
};

const labelVector = (
  name: string,
  kind: LabelKind,
  labelId: string,
  firstKeyByte: number,
  fields: ParcelFields,
  payloadVersion = 1,
) => {
  const label = sealLabel({
    kind,
    labelId,
    fields,
    random: () => countingKey(firstKeyByte),
    payloadVersion,
  });
  const plaintexts = encodeGroups(fields, payloadVersion);
  if (label === 'too-large' || plaintexts === 'too-large') throw new Error(`${name} is too large`);
  const { groups } = LABEL_KINDS[kind];
  const byGroup = (valueOf: (group: GroupName) => Uint8Array): Record<string, string> =>
    Object.fromEntries(groups.map((group) => [group, toHex(valueOf(group))]));
  return {
    name,
    kind,
    payloadVersion: label.payloadVersion,
    labelId,
    key: toHex(label.key),
    fields: Object.fromEntries(groups.flatMap((group) => (group in fields ? [[group, fields[group]]] : []))),
    header: toHex(label.bytes.subarray(0, HEADER_LENGTH)),
    plaintexts: byGroup((group) => plaintexts[group]),
    subkeys: byGroup((group) => deriveKey(label.key, 'TKlabel1', SUBKEY_IDS[group])),
    ...(label.groups && { storedGroups: toHex(label.groups) }),
    bytes: toHex(label.bytes),
    token: label.token,
    digest: toHex(labelDigest(DIGEST_KEY, label.bytes)),
  };
};

/** The hexadecimal with some bytes put over it. */
const altered = (hex: string, at: number, ...bytes: readonly number[]): Uint8Array => {
  const result = fromHex(hex) ?? new Uint8Array();
  result.set(bytes, at);
  return result;
};

/** The first byte of a token. */
const firstByte = (payloadVersion: number, kindCode: number): number => payloadVersion * 16 + kindCode;

/** Texts that somebody scans where `label` is the one label stored, and what they are told. */
const verdictVectors = (label: {
  readonly name: string;
  readonly payloadVersion: number;
  readonly token: string;
  readonly bytes: string;
}) => {
  const { name: stored, payloadVersion: version, token, bytes } = label;
  const whole = altered(bytes, 0);
  const last = whole.length - 1;
  const vectors = [
    { name: 'the label itself', verdict: 'genuine', token },
    { name: 'empty text', verdict: 'malformed', token: '' },
    { name: 'a web address', verdict: 'malformed', token: 'https://example.vn/' },
    { name: 'prefix in lower case', verdict: 'malformed', token: `tk1:${token.slice(4)}` },
    { name: 'prefix of another version', verdict: 'malformed', token: `TK2:${token.slice(4)}` },
    { name: 'space in front', verdict: 'malformed', token: ` ${token}` },
    { name: 'line end behind', verdict: 'malformed', token: `${token}\n` },
    { name: 'body in lower case', verdict: 'malformed', token: `TK1:${token.slice(4).toLowerCase()}` },
    { name: 'a character outside base45', verdict: 'malformed', token: `${token.slice(0, -1)}_` },
    { name: 'a base45 group above 65535', verdict: 'malformed', token: `${token.slice(0, -3)}:::` },
    { name: 'a base45 rest above 255', verdict: 'malformed', token: `${token}::` },
    { name: 'a base45 rest of one character', verdict: 'malformed', token: `${token}0` },
    { name: '24 bytes', verdict: 'malformed', token: tokenText(whole.subarray(0, 24)) },
    { name: '645 bytes', verdict: 'malformed', token: tokenText(new Uint8Array(645).fill(0x11)) },
    { name: 'payload version 0', verdict: 'malformed', token: tokenText(altered(bytes, 0, 0x01)) },
    { name: 'payload version 15', verdict: 'malformed', token: tokenText(altered(bytes, 0, 0xf1)) },
    { name: 'another label id', verdict: 'unknown', token: tokenText(altered(bytes, 8, 0xee)) },
    { name: 'kind opaque', verdict: 'forged', token: tokenText(altered(bytes, 0, firstByte(version, 0))) },
    {
      name: 'kind sealed-all',
      verdict: 'forged',
      token: tokenText(altered(bytes, 0, firstByte(version, 2))),
    },
    {
      name: 'a kind that does not exist',
      verdict: 'forged',
      token: tokenText(altered(bytes, 0, firstByte(version, 15))),
    },
    { name: 'another rung', verdict: 'forged', token: tokenText(altered(bytes, 9, 0x10)) },
    { name: 'the unused half byte set', verdict: 'forged', token: tokenText(altered(bytes, 9, 0x01)) },
    {
      name: 'the last bit of the last tag',
      verdict: 'forged',
      token: tokenText(altered(bytes, last, (whole[last] ?? 0) ^ 1)),
    },
    { name: 'the last byte missing', verdict: 'forged', token: tokenText(whole.subarray(0, last)) },
    { name: 'a byte behind', verdict: 'forged', token: tokenText(Uint8Array.of(...whole, 0)) },
    {
      name: 'another payload version',
      verdict: 'forged',
      token: tokenText(altered(bytes, 0, firstByte(3 - version, 1))),
    },
  ];
  return vectors.map((vector) => ({ stored, ...vector }));
};

/** Plaintexts that no writer makes: `content`, then zeros up to `length`. */
const brokenPlaintext = (name: string, group: GroupName, length: number, content: string) => ({
  name,
  payloadVersion: 1,
  group,
  plaintext: content.padEnd(2 * length, '0'),
});

const BROKEN_PLAINTEXTS = [
  brokenPlaintext('empty', 'payment', 0, ''),
  brokenPlaintext('a length off the ladder', 'payment', 33, ''),
  brokenPlaintext('a longer padding than need be', 'payment', 48, ''),
  brokenPlaintext('a padding that is not zero', 'payment', 32, `${'00'.repeat(31)}01`),
  brokenPlaintext('an unknown presence flag', 'payment', 32, '04'),
  brokenPlaintext('an absent sender with content', 'sender', 64, '0001'),
  brokenPlaintext('an amount in a longer form', 'payment', 32, '018000'),
  brokenPlaintext('an amount above 2^53 - 1', 'payment', 32, '018080808080808010'),
  brokenPlaintext('a phone of one digit', 'contact', 16, '0009'),
  brokenPlaintext('a phone of 16 digits', 'contact', 16, '0080809aa6eaafe301'),
  brokenPlaintext('a text longer than the plaintext', 'payment', 32, '027f'),
  brokenPlaintext('a byte that is no character', 'contents', 48, '00017f'),
  brokenPlaintext('two spaces in a row', 'contents', 48, '000441202041'),
  brokenPlaintext('a space at the end', 'contents', 48, '00024120'),
  brokenPlaintext('a no-break space', 'contents', 48, '00031bc2a0'),
  brokenPlaintext('a control character', 'contents', 48, '00031bc285'),
  brokenPlaintext('an escaped letter of the code page', 'contents', 48, '00041be1baa1'),
  brokenPlaintext('an escape with overlong UTF-8', 'contents', 48, '00031bc181'),
  brokenPlaintext('an escaped surrogate', 'contents', 48, '00041beda080'),
  brokenPlaintext('an escape over the end of the text', 'contents', 48, '00031be282ac'),
];

const codePageText = [...CODE_PAGE.values()].toSorted(
  (a, b) => pageByte(a.charCodeAt(0)) - pageByte(b.charCodeAt(0)),
);

await cryptoReady;
const labels = [
  labelVector('sealed', 'sealed', '0123456789abcdef', 0x00, ORDINARY),
  labelVector('sealed, no COD and no note', 'sealed', '1123456789abcdef', 0x10, BARE),
  labelVector('sealed, edges of every field', 'sealed', 'ffffffffffffffff', 0x20, EDGES),
  labelVector('opaque', 'opaque', '2123456789abcdef', 0x30, ORDINARY),
  labelVector('sealed-all', 'sealed-all', '3123456789abcdef', 0x40, ORDINARY),
  labelVector('sealed-all, nothing that may be absent', 'sealed-all', '4123456789abcdef', 0x50, BARE),
  labelVector('sealed-all, edges of every field', 'sealed-all', '0000000000000000', 0x60, EDGES),
] as const;

const denseLabels = DENSE_PARCELS.map(({ name, kind, fields }, index) =>
  labelVector(name, kind, (0x52_23_45_67 + index).toString(16).padEnd(16, '89abcdef'), index, fields, 2),
);
const [firstDense] = denseLabels;
if (firstDense === undefined) throw new Error('there is no vector of version 2');

const vectors = {
  about: 'Label tokens, format TK1. Keys are for tests. Bytes are hexadecimal. See docs/token-format.md.',
  digestKey: toHex(DIGEST_KEY),
  labels: [...labels, ...denseLabels],
  verdicts: [...verdictVectors(labels[0]), ...verdictVectors(firstDense)],
  brokenPlaintexts: [...BROKEN_PLAINTEXTS, ...BROKEN_STREAMS],
  codePage: {
    text: codePageText.join(''),
    bytes: toHex(Uint8Array.from(codePageText, (character) => pageByte(character.charCodeAt(0)))),
  },
};
writeFileSync(TARGET, `${JSON.stringify(vectors, null, 2)}\n`);
