import { createDecipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cryptoReady } from '@temkin/crypto';
import { fromHex, toHex } from '@temkin/kernel';
import { beforeAll, describe, expect, it } from 'vitest';
import type { GroupName, ParcelFields } from '../../packages/capabilities/parcel/src/domain/field-groups.ts';
import { CODE_PAGE, pageByte } from '../../packages/capabilities/parcel/src/domain/label/code-page.ts';
import { knownCoding } from '../../packages/capabilities/parcel/src/domain/label/payload-versions.ts';
import {
  CURRENT_PAYLOAD_VERSION,
  decodeGroup,
  encodeGroups,
  isGenuine,
  LABEL_KINDS,
  labelDigest,
  openLabel,
  parseLabelToken,
  resealLabel,
  sealLabel,
  type LabelKind,
} from '../../packages/capabilities/parcel/src/domain/label/index.ts';

interface LabelVector {
  readonly name: string;
  readonly kind: LabelKind;
  readonly payloadVersion: number;
  readonly labelId: string;
  readonly key: string;
  readonly fields: Partial<ParcelFields>;
  readonly header: string;
  readonly plaintexts: Readonly<Record<string, string>>;
  readonly subkeys: Readonly<Record<string, string>>;
  readonly storedGroups?: string;
  readonly bytes: string;
  readonly token: string;
  readonly digest: string;
}

interface Vectors {
  readonly digestKey: string;
  readonly labels: readonly [LabelVector, ...LabelVector[]];
  readonly verdicts: readonly {
    /** The label that is the only one stored. */
    readonly stored: string;
    readonly name: string;
    readonly token: string;
    readonly verdict: string;
  }[];
  readonly brokenPlaintexts: readonly {
    readonly name: string;
    readonly payloadVersion: number;
    readonly group: GroupName;
    readonly plaintext: string;
  }[];
  readonly codePage: { readonly text: string; readonly bytes: string };
}

const vectors = JSON.parse(readFileSync(new URL('label-token.json', import.meta.url), 'utf8')) as Vectors;

const bytesOf = (hex: string): Uint8Array => {
  const bytes = fromHex(hex);
  if (bytes === undefined) throw new Error('a vector is not hexadecimal');
  return bytes;
};

const DIGEST_KEY = bytesOf(vectors.digestKey);

/** Groups that a vector of another kind than sealed-all leaves out; the codec must not need them. */
const filledUp = (fields: Partial<ParcelFields>): ParcelFields => ({
  delivery: { recipientName: '', street: '', communeCode: '00000' },
  payment: {},
  contact: { recipientPhone: '+84900000000' },
  contents: { description: '' },
  ...fields,
});

/** ChaCha20-Poly1305 of another library, without any code of ours: what the document promises a stranger. */
const decipher = (subkey: string, associatedData: Uint8Array, ciphertext: Uint8Array): string => {
  const cipher = createDecipheriv('chacha20-poly1305', bytesOf(subkey), new Uint8Array(12), {
    authTagLength: 16,
  });
  cipher.setAAD(associatedData, { plaintextLength: ciphertext.length - 16 });
  cipher.setAuthTag(ciphertext.subarray(-16));
  return cipher.update(ciphertext.subarray(0, -16), undefined, 'hex') + cipher.final('hex');
};

/** A byte of the code page as the document prints it in Markdown. */
const printedCell = (byte: number): string => {
  const marked = new Map([
    [0x1b, '*esc*'],
    [0x20, 'space'],
    [0x60, '`` ` ``'],
    [0x7c, '`\\|`'],
  ]).get(byte);
  const character = CODE_PAGE.get(byte) ?? '';
  return marked ?? (character !== '' && byte > 0x20 && byte < 0x7f ? `\`${character}\`` : character);
};

const storedLabel = (name: string): LabelVector => {
  const label = vectors.labels.find((vector) => vector.name === name);
  if (label === undefined) throw new Error('a verdict vector is about a label that there is not');
  return label;
};

beforeAll(() => cryptoReady);

describe.each(vectors.labels)('label vector: $name', (vector) => {
  const bytes = bytesOf(vector.bytes);
  const key = bytesOf(vector.key);
  const remoteGroups = vector.storedGroups === undefined ? undefined : bytesOf(vector.storedGroups);
  const content = { kind: vector.kind, labelId: vector.labelId, fields: filledUp(vector.fields) };
  const sealedAgain = {
    token: vector.token,
    bytes,
    key,
    payloadVersion: vector.payloadVersion,
    ...(remoteGroups && { groups: remoteGroups }),
  };

  it('decodes to its fields', () => {
    const { payloadVersion, labelId } = vector;
    expect(parseLabelToken(vector.token)).toEqual({ payloadVersion, labelId, bytes });
    const { groups } = LABEL_KINDS[vector.kind];
    expect(openLabel({ bytes, remoteGroups, key, groups })).toEqual(vector.fields);
  });

  it('is encoded again from its fields', () => {
    const { payloadVersion } = vector;
    expect(sealLabel({ ...content, payloadVersion, random: () => key })).toEqual(sealedAgain);
    const isStored = (candidate: Uint8Array): boolean =>
      isGenuine(DIGEST_KEY, candidate, bytesOf(vector.digest));
    expect(
      resealLabel({ ...content, payloadVersion, storedKey: key, storedGroups: remoteGroups, isStored }),
    ).toEqual(sealedAgain);
  });

  it('has its digest', () => {
    expect(toHex(labelDigest(DIGEST_KEY, bytes))).toBe(vector.digest);
  });

  it('has its plaintexts, group by group, both ways', () => {
    const encoded = encodeGroups(filledUp(vector.fields), vector.payloadVersion);
    for (const name of LABEL_KINDS[vector.kind].groups) {
      const plaintext = vector.plaintexts[name] ?? '';
      expect(encoded === 'too-large' ? encoded : toHex(encoded[name])).toBe(plaintext);
      expect(decodeGroup(name, bytesOf(plaintext), vector.payloadVersion)).toEqual(vector.fields[name]);
    }
  });

  it('opens with another ChaCha20-Poly1305 by the layout of the document', () => {
    const { groups } = LABEL_KINDS[vector.kind];
    const form = bytesOf(vector.header + (vector.storedGroups ?? vector.bytes.slice(vector.header.length)));
    const bodyAt = groups.length === 2 ? 10 : 11;
    let at = bodyAt;
    for (const name of groups) {
      const plaintext = vector.plaintexts[name] ?? '';
      const end = at + plaintext.length / 2 + 16;
      expect(decipher(vector.subkeys[name] ?? '', form.subarray(0, bodyAt), form.subarray(at, end))).toBe(
        plaintext,
      );
      at = end;
    }
    expect(at).toBe(form.length);
  });
});

describe('verdict vectors', () => {
  it.each(vectors.verdicts)('tell of $stored, $name: $verdict', ({ stored, token, verdict }) => {
    const { labelId, digest } = storedLabel(stored);
    const parsed = parseLabelToken(token);
    const judged =
      parsed === 'malformed'
        ? parsed
        : parsed.labelId !== labelId
          ? 'unknown'
          : isGenuine(DIGEST_KEY, parsed.bytes, bytesOf(digest))
            ? 'genuine'
            : 'forged';
    expect(judged).toBe(verdict);
  });

  it.each(vectors.verdicts.filter(({ verdict }) => verdict === 'forged' || verdict === 'unknown'))(
    'open nothing of $stored for $name, even unjudged',
    ({ stored, token }) => {
      const parsed = parseLabelToken(token);
      const bytes = parsed === 'malformed' ? new Uint8Array() : parsed.bytes;
      const key = bytesOf(storedLabel(stored).key);
      expect(bytes.length).toBeGreaterThan(0);
      expect(openLabel({ bytes, key, groups: ['delivery', 'payment'] })).toBe('broken');
    },
  );
});

describe('broken plaintext vectors', () => {
  it.each(vectors.brokenPlaintexts)('refuse $name', ({ group, plaintext, payloadVersion }) => {
    expect(decodeGroup(group, bytesOf(plaintext), payloadVersion)).toBe('broken');
  });
});

describe('the code page vector', () => {
  it('names every character and its byte', () => {
    const { text, bytes } = vectors.codePage;
    expect(text).toHaveLength(CODE_PAGE.size);
    expect(toHex(Uint8Array.from(text, (character) => pageByte(character.charCodeAt(0))))).toBe(bytes);
  });
});

describe('docs/token-format.md', () => {
  const page = readFileSync(new URL('../../docs/token-format.md', import.meta.url), 'utf8');

  it('works the first vector out', () => {
    const { key, token, digest, header, subkeys } = vectors.labels[0];
    for (const part of [key, token, digest, header, ...Object.values(subkeys)]) expect(page).toContain(part);
  });

  it('prints the whole code page', () => {
    for (let row = 0; row < 16; row += 1) {
      const cells = Array.from({ length: 16 }, (_, column) => printedCell(row * 16 + column));
      expect(page).toContain(`\n| **${row.toString(16).toUpperCase()}_** | ${cells.join(' | ')} |\n`);
    }
  });

  it.each([1, 2])('prints the ladders of payload version %i', (version) => {
    const ladders = Object.values(knownCoding(version).ladders);
    for (let rung = 0; rung < 16; rung += 1) {
      const lengths = ladders.map((ladder) => ladder[rung] ?? '–');
      expect(page).toContain(`| ${[rung, ...lengths].join(' | ')} |`);
    }
  });

  it('works the first vector of version 2 out', () => {
    const { token, plaintexts } = storedLabel('version 2, sealed');
    for (const part of [token, ...Object.values(plaintexts)])
      expect(page).toContain(part.replace(/(?:00)+$/, ''));
  });
});

it('there are vectors of every kind in every payload version', () => {
  const there = new Set(vectors.labels.map(({ payloadVersion, kind }) => `${payloadVersion} ${kind}`));
  const every = [1, CURRENT_PAYLOAD_VERSION].flatMap((version) =>
    Object.keys(LABEL_KINDS).map((kind) => `${version} ${kind}`),
  );
  expect([...there].toSorted()).toEqual(every.toSorted());
});
