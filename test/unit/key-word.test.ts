import { formatKeyStatement, verifyLog, type KeyStatement } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import { formatNote, signNote, verifierKey, type VerifierKey } from '@temkin/tlog';
import { beforeAll, describe, expect, it } from 'vitest';
import { entriesFrom } from '../support/log-mutations.ts';
import { sha256 } from '../support/sha256.ts';
import { grow, smallLog, type SmallLog } from '../support/small-log.ts';

beforeAll(() => cryptoReady);

/** An entry with a statement that a log's key has signed. */
const word = async (said: KeyStatement, { key, signer }: SmallLog): Promise<Uint8Array> => {
  const text = formatKeyStatement(said);
  const note = formatNote({ text, signatures: [await signNote(text, key, signer)] });
  return utf8(JSON.stringify({ unmapped: { statement: note } }));
};

const verify = ({ files }: SmallLog, keys: readonly VerifierKey[]) =>
  verifyLog({ sha256, read: async (path) => files.get(path), keys });

const NEWER = 'a.example/ems/2027';

/** The log of a year whose entry of this index says that it comes after another, by the key of that one. */
const after = async (origin: string, index = 0) => {
  const [past, log] = [await smallLog(origin), await smallLog(NEWER)];
  const previous = { origin, size: 1, root: new Uint8Array(32) };
  await grow(log, [
    ...entriesFrom(0, index),
    await word({ origin: NEWER, keys: [log.key], previous }, past),
    ...entriesFrom(index, 3),
  ]);
  return { past, log };
};

describe('the word of a log’s key', () => {
  it('leads to the next log of the same company', async () => {
    const { past, log } = await after('a.example/ems/2026');
    expect(await verify(log, [past.key])).toMatchObject({ outcome: 'verified', keys: [past.key, log.key] });
  });

  it.each([
    'b.example/ems/2026',
    'a.example/vnp/2026',
    'a.example/2026',
    'a.example/ems/x/2026',
    'a.example/ems/2025',
    'a.example/ems/2028',
    'a.example/ems/before',
  ])('leads there from no other, and whoever says so is refused: %s', async (origin) => {
    const { past, log } = await after(origin);
    const fault = { fault: 'not-year-before', at: 'entry 0' };
    expect(await verify(log, [past.key])).toMatchObject(fault);
    expect(await verify(log, [past.key, log.key])).toMatchObject(fault);
    expect(await verify(log, [])).toMatchObject(fault);
  });

  it.each([1, 255, 256, 300])(
    'leads to the next log in its first entry alone, not in entry %i',
    async (index) => {
      const { past, log } = await after('a.example/ems/2026', index);
      expect(await verify(log, [past.key])).toMatchObject({ fault: 'unsigned', at: 'checkpoint' });
      expect(await verify(log, [past.key, log.key])).toMatchObject({ fault: 'not-year-before' });
      expect(await verify(log, [log.key])).toMatchObject({ standing: [log.key] });
    },
  );

  it('counts in no other log: none comes to trust a key that another names for it', async () => {
    const [mine, theirs] = [await smallLog('a.example/ems/2026'), await smallLog('b.example/vnp/2026')];
    const { publicKey } = theirs.key;
    const claimed = await verifierKey(sha256, { name: mine.key.name, type: 'ed25519', publicKey });
    const previous = { origin: theirs.key.name, size: 1, root: new Uint8Array(32) };
    await grow(theirs, [
      await word({ origin: theirs.key.name, keys: [theirs.key] }, theirs),
      await word({ origin: claimed.name, keys: [claimed], previous }, theirs),
      await word({ origin: mine.key.name, keys: [mine.key, claimed] }, mine),
    ]);
    expect(await verify(theirs, [theirs.key, mine.key])).toMatchObject({
      outcome: 'verified',
      keys: [theirs.key, mine.key],
    });
  });
});
