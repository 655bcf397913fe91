import { formatKeyStatement, statementIn, type KeyStatement } from '@temkin/audit/domain';
import { toBase64, utf8 } from '@temkin/kernel';
import { formatCheckpoint, parseCheckpoint, verifierKey } from '@temkin/tlog';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../support/sha256.ts';

const root = fc.uint8Array({ minLength: 32, maxLength: 32 });
const name = fc.stringMatching(/^[a-z0-9./-]{1,30}$/);

const statements = fc
  .record({
    origin: name,
    publicKeys: fc.uniqueArray(root, { minLength: 1, maxLength: 4, selector: toBase64 }),
    previous: fc.option(fc.record({ origin: name, size: fc.maxSafeNat(), root }), { nil: undefined }),
  })
  .map(async ({ origin, publicKeys, previous }): Promise<KeyStatement> => ({
    origin,
    keys: await Promise.all(
      publicKeys.map((publicKey) => verifierKey(sha256, { name: origin, type: 'ed25519', publicKey })),
    ),
    ...(previous !== undefined && { previous }),
  }));

/** An entry that carries a note of a text, signed by nobody that is known. */
const entryWith = (text: string): Uint8Array =>
  utf8(JSON.stringify({ unmapped: { statement: `${text}\n— nobody AAAAAAAA\n` } }));

const key = await verifierKey(sha256, { name: 'a', type: 'ed25519', publicKey: new Uint8Array(32) });
const TEXT = formatKeyStatement({ origin: 'a', keys: [key] });

describe('a statement of keys', () => {
  it('is read as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(statements, async (made) => {
        const statement = await made;
        const { note, ...read } = (await statementIn(sha256, entryWith(formatKeyStatement(statement)))) ?? {};
        expect(read).toEqual(statement);
        expect(note?.signatures).toHaveLength(1);
      }),
    );
  });

  it('is never a checkpoint, nor a checkpoint a statement: no signature is good for both', async () => {
    await fc.assert(
      fc.asyncProperty(statements, name, fc.maxSafeNat(), root, async (made, origin, size, hash) => {
        expect(parseCheckpoint(formatKeyStatement(await made))).toBeUndefined();
        const checkpoint = formatCheckpoint({ origin, size, root: hash });
        expect(await statementIn(sha256, entryWith(checkpoint))).toBeUndefined();
      }),
    );
  });

  it.each([
    ['another header', TEXT.replace('v1', 'v2')],
    ['no key', TEXT.replace(/key .*\n/, '')],
    ['the key of another log', TEXT.replace('log a\n', 'log b\n')],
    ['a line more', `${TEXT}and more\n`],
    ['two logs', TEXT.replace('log a\n', 'log a\nlog a\n')],
    ['a key that is none', TEXT.replace('key a+', 'key a+0')],
    ['an end that is none', `${TEXT}after b 01 AAAA\n`],
    ['no newline at its end', TEXT.slice(0, -1)],
  ])('is none with %s', async (_, text) => {
    expect(await statementIn(sha256, entryWith(text))).toBeUndefined();
  });

  it.each([
    ['no JSON', utf8('{')],
    ['null', utf8('null')],
    ['no statement', utf8('{"unmapped":{}}')],
    ['a statement that is no text', utf8('{"unmapped":{"statement":1}}')],
    ['a statement without a signature', utf8(JSON.stringify({ unmapped: { statement: TEXT } }))],
  ])('is not in an entry of %s', async (_, entry) => {
    expect(await statementIn(sha256, entry)).toBeUndefined();
  });
});
