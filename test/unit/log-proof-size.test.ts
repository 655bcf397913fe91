import { cryptoReady } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import { parseCheckpoint, parseNote, parseProof, verifyInclusion, verifyNote } from '@temkin/tlog';
import { beforeAll, describe, expect, it } from 'vitest';
import { proofAtSize } from '../support/proof-at-size.ts';
import { sha256 } from '../support/sha256.ts';

beforeAll(() => cryptoReady);

const SIZE = 1_000_000;

describe('a proof in a log of a million entries', () => {
  it.each([
    [0, 20, 1_171],
    [499_999, 20, 1_176],
    [524_287, 20, 1_176],
    [983_040, 19, 1_131],
    [999_999, 12, 816],
  ])('of entry %i has %i hashes and %i bytes, and holds', async (index, hashes, bytes) => {
    const { leaf, key, text } = await proofAtSize(index, SIZE, 0);
    const parsed = parseProof(text);
    const note = parseNote(parsed?.checkpoint ?? '');
    const { size, root } = parseCheckpoint(note?.text ?? '') ?? { size: 0, root: new Uint8Array() };
    const proof = parsed?.proof ?? [];
    expect([proof.length, utf8(text).length]).toEqual([hashes, bytes]);
    expect(await verifyInclusion(sha256, { leaf, index, size, root, proof })).toBe(true);
    expect(note && (await verifyNote(note, [key]))).toMatchObject({ outcome: 'verified' });
    expect(await verifyInclusion(sha256, { leaf: root, index, size, root, proof })).toBe(false);
  });

  it('has a line more for each witness', async () => {
    const [alone, witnessed] = await Promise.all([0, 1].map((count) => proofAtSize(0, SIZE, count)));
    expect(utf8(witnessed?.text ?? '').length - utf8(alone?.text ?? '').length).toBe(132);
  });

  it('has one hash more where the log is twice as large', async () => {
    const sizes = [2 ** 20, 2 ** 21, 2 ** 30, 2 ** 40];
    const proofs = await Promise.all(sizes.map((size) => proofAtSize(1, size, 0)));
    expect(proofs.map(({ text }) => parseProof(text)?.proof.length)).toEqual([20, 21, 30, 40]);
  });
});
