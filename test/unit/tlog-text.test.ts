import { cryptoReady } from '@temkin/crypto';
import { toBase64, utf8 } from '@temkin/kernel';
import {
  cosignNote,
  formatAddCheckpoint,
  formatCheckpoint,
  formatNote,
  formatProof,
  formatVerifierKey,
  fromBundle,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  parseProof,
  parseSignatureLines,
  parseTilePath,
  parseVerifierKey,
  signNote,
  toBundle,
  verifierKey,
  verifyNote,
  type SignatureType,
} from '@temkin/tlog';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { memorySigner } from '../support/memory-signer.ts';
import { sha256 } from '../support/sha256.ts';

beforeAll(() => cryptoReady);

const ORIGIN = 'log.example/bưu-chính/2026';
const root = sha256(utf8('root'));
const text = formatCheckpoint({ origin: ORIGIN, size: 7, root });

const keyPair = async (name: string, type: SignatureType = 'ed25519') => {
  const signer = memorySigner();
  const publicKey = (await signer.publicKey()).slice(-32);
  return { signer, key: await verifierKey(sha256, { name, type, publicKey }) };
};

describe('a note', () => {
  it('verifies under the keys of its signatures, and says when a witness saw it', async () => {
    const [log, witness, stranger] = [
      await keyPair(ORIGIN),
      await keyPair('w.example', 'cosignature/v1'),
      await keyPair('s.example'),
    ];
    const note = {
      text,
      signatures: [
        await signNote(text, stranger.key, stranger.signer),
        await signNote(text, log.key, log.signer),
        await cosignNote(text, witness.key, witness.signer, 1_700_000_000),
      ],
    };
    const read = parseNote(formatNote(note));
    expect(read).toEqual(note);
    expect(read && (await verifyNote(read, [log.key, witness.key]))).toEqual({
      outcome: 'verified',
      signatures: [{ key: log.key }, { key: witness.key, timeSeconds: 1_700_000_000 }],
    });
  });

  it('is unsigned where no signature is of a known key', async () => {
    const [log, other] = [await keyPair(ORIGIN), await keyPair(ORIGIN)];
    const note = { text, signatures: [await signNote(text, other.key, other.signer)] };
    expect(await verifyNote(note, [log.key])).toEqual({ outcome: 'unsigned' });
    expect(await verifyNote(note, [])).toEqual({ outcome: 'unsigned' });
  });

  it('is forged where a known key is named over another text, another time or by other bytes', async () => {
    const [log, witness] = [await keyPair(ORIGIN), await keyPair('w.example', 'cosignature/v1')];
    const signed = await signNote(text, log.key, log.signer);
    const cosigned = await cosignNote(text, witness.key, witness.signer, 1_700_000_000);
    const later = Uint8Array.from(cosigned.signature);
    later[7] = (later[7] ?? 0) ^ 1;
    const forgeries = [
      { text: formatCheckpoint({ origin: ORIGIN, size: 8, root }), signatures: [signed] },
      { text, signatures: [signed, { ...cosigned, signature: later }] },
      { text, signatures: [{ ...cosigned, signature: cosigned.signature.subarray(0, 8) }] },
      { text, signatures: [{ ...signed, signature: signed.signature.subarray(1) }] },
      { text, signatures: [{ ...signed, signature: Uint8Array.of(...signed.signature, 0) }] },
      // A log's signature is no witness', even by the same key.
      { text, signatures: [await signNote(text, { ...witness.key }, witness.signer)] },
    ];
    for (const note of forgeries)
      expect(await verifyNote(note, [log.key, witness.key])).toEqual({ outcome: 'forged' });
  });

  it('is refused where it is not one', () => {
    const line = `— a.example ${toBase64(new Uint8Array(68))}\n`;
    const broken = [
      '',
      'no signature\n',
      `text${line}`,
      `text\n${line}`,
      `text\n\n${line.trimEnd()}`,
      `text\n\n${line}x`,
      `text\r\n\n${line}`,
      `te\u0000xt\n\n${line}`,
      `text\n\n- a.example ${toBase64(new Uint8Array(68))}\n`,
      `text\n\n— a.example AAAA\n`,
      `text\n\n— a.example AAAAAAB=\n`,
      `text\n\n— a+b ${toBase64(new Uint8Array(68))}\n`,
      `text\n\n— a\u00a0b ${toBase64(new Uint8Array(68))}\n`,
      `text\n\n${line.repeat(101)}`,
      `${'x'.repeat(1_000_000)}\n\n${line}`,
    ];
    for (const note of broken) expect(parseNote(note)).toBeUndefined();
    expect(parseNote(`text\n\n${line.repeat(100)}`)?.signatures).toHaveLength(100);
    expect(parseSignatureLines(line)).toHaveLength(1);
    expect(parseSignatureLines('')).toBeUndefined();
  });

  it('of any text that has no control character reads back', () => {
    const words = fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .filter((word) => Array.from(word).every((character) => character >= ' '));
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 5 }),
        fc.uint8Array({ minLength: 5, maxLength: 100 }),
        (lines, bytes) => {
          const note = {
            text: lines.map((line) => `${line}\n`).join('') || '\n',
            signatures: [{ name: 'a.example', keyId: bytes.slice(0, 4), signature: bytes.slice(4) }],
          };
          expect(parseNote(formatNote(note))).toEqual(note);
        },
      ),
    );
  });
});

describe('a verifier key', () => {
  it('reads back, whatever its name and its bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('a', 'log.example/ems/2026', 'bưu.example'),
        fc.constantFrom('ed25519', 'cosignature/v1'),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        async (name, type, publicKey) => {
          const key = await verifierKey(sha256, { name, type, publicKey });
          expect(await parseVerifierKey(sha256, formatVerifierKey(key))).toEqual(key);
        },
      ),
    );
  });

  it('is refused where its id is not its own, its type is another, or it is none', async () => {
    const { key } = await keyPair('a.example');
    const written = formatVerifierKey(key);
    const [name, id, base64] = [
      written.split('+')[0],
      written.split('+')[1],
      written.split('+').slice(2).join('+'),
    ];
    const ecdsa = toBase64(Uint8Array.of(2, ...key.publicKey));
    const wrong = [
      `${name}+00000000+${base64}`,
      `${name}+${id?.toUpperCase()}+${base64}`,
      `b.example+${id}+${base64}`,
      `${name}+${id}+${ecdsa}`,
      `${name}+${id}+${toBase64(key.publicKey)}`,
      `${name}+${id}`,
      ' ',
    ].filter((other) => other !== written);
    for (const other of wrong) expect(await parseVerifierKey(sha256, other)).toBeUndefined();
    await expect(verifierKey(sha256, { ...key, name: 'a b' })).rejects.toThrow(RangeError);
    await expect(verifierKey(sha256, { ...key, publicKey: new Uint8Array(31) })).rejects.toThrow(RangeError);
  });
});

describe('a checkpoint', () => {
  it('reads back, and lets lines that extend it pass', () => {
    expect(parseCheckpoint(text)).toEqual({ origin: ORIGIN, size: 7, root });
    expect(parseCheckpoint(`${text}more\n`)).toEqual({ origin: ORIGIN, size: 7, root });
  });

  it.each([
    ['without its last newline', text.slice(0, -1)],
    ['without an origin', text.slice(ORIGIN.length)],
    ['of a size with a leading zero', text.replace('\n7\n', '\n07\n')],
    ['of a size that is no count', text.replace('\n7\n', '\n-7\n')],
    ['of a size beyond 2^53 − 1', text.replace('\n7\n', '\n9007199254740992\n')],
    ['of a root of 31 bytes', `${ORIGIN}\n7\n${toBase64(root.subarray(1))}\n`],
    ['without a root', `${ORIGIN}\n7\n`],
    ['with an empty line', `${text}\n`],
    ['that is nothing', ''],
  ])('%s is none', (_, broken) => {
    expect(parseCheckpoint(broken)).toBeUndefined();
  });
});

describe('a proof file and a request to a witness', () => {
  const checkpoint = formatNote({
    text,
    signatures: [{ name: 'a', keyId: new Uint8Array(4), signature: root }],
  });

  it('read back', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 60 }),
        fc.option(fc.uint8Array({ maxLength: 20 }), { nil: undefined }),
        (index, proof, extra) => {
          const file = { index, proof, checkpoint, ...(extra !== undefined && { extra }) };
          expect(parseProof(formatProof(file))).toEqual(file);
          const request = { oldSize: index, proof, checkpoint };
          expect(parseAddCheckpoint(formatAddCheckpoint(request))).toEqual(request);
        },
      ),
    );
  });

  it.each([
    ['a header of another version', (file: string) => file.replace('@v1', '@v2')],
    ['no index', (file: string) => file.replace(/index 5\n/, '')],
    ['an index with a leading zero', (file: string) => file.replace('index 5', 'index 05')],
    ['a line that is no hash', (file: string) => file.replace('index 5\n', 'index 5\nAAAA\n')],
    [
      'more lines than a tree has levels',
      (file: string) => file.replace('index 5\n', `index 5\n${`${toBase64(root)}\n`.repeat(65)}`),
    ],
    ['an extra that is no base64', (file: string) => file.replace('index 5\n', 'extra ?\nindex 5\n')],
    ['no empty line', (file: string) => file.replaceAll('\n\n', '\n')],
  ])('a proof with %s is none', (_, change) => {
    const file = formatProof({ index: 5, proof: [root], checkpoint });
    expect(parseProof(change(file))).toBeUndefined();
  });

  it.each([
    ['no old size', (body: string) => body.replace('old 5\n', '')],
    ['an old size with a leading zero', (body: string) => body.replace('old 5', 'old 05')],
    ['a line that is no hash', (body: string) => body.replace('old 5\n', 'old 5\nAAAA\n')],
    [
      '64 lines of proof',
      (body: string) => body.replace('old 5\n', `old 5\n${`${toBase64(root)}\n`.repeat(63)}`),
    ],
    ['no empty line', (body: string) => body.replaceAll('\n\n', '\n')],
  ])('a request with %s is none', (_, change) => {
    expect(
      parseAddCheckpoint(change(formatAddCheckpoint({ oldSize: 5, proof: [root], checkpoint }))),
    ).toBeUndefined();
  });
});

describe('a bundle of entries', () => {
  it('reads back, empty entries and the longest among them', () => {
    const entries = [new Uint8Array(), utf8('một'), new Uint8Array(65_535).fill(7)];
    expect(fromBundle(toBundle(entries), 3)).toEqual(entries);
    expect(fromBundle(toBundle([]), 0)).toEqual([]);
  });

  it('refuses an entry that its two bytes of length cannot tell', () => {
    expect(() => toBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });

  it('that is cut, too long, or not as wide as it says is none', () => {
    const bundle = toBundle([utf8('a'), utf8('bc')]);
    expect(fromBundle(bundle.subarray(0, -1), 2)).toBeUndefined();
    expect(fromBundle(bundle.subarray(0, 4), 2)).toBeUndefined();
    expect(fromBundle(Uint8Array.of(...bundle, 0), 2)).toBeUndefined();
    expect(fromBundle(bundle, 1)).toBeUndefined();
    expect(fromBundle(bundle, 3)).toBeUndefined();
  });
});

describe('a path', () => {
  it.each([
    'tile/0/0',
    'tile/00/000',
    'tile/64/000',
    'tile/0/001/000',
    'tile/0/x000/001',
    'tile/0/x001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/08',
    'tile/0/000/',
    'tile/8/0/000.p',
    'tile/entry/000',
    `tile/0/${'x999/'.repeat(6)}999`,
    '../tile/0/000',
    'checkpoint',
    '',
  ])('%j is of no tile', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });
});
