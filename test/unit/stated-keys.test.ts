import { logFiles, statedKeys, survivingLog } from '@temkin/audit';
import { cryptoReady, type Signer } from '@temkin/crypto';
import { toBase64, utf8 } from '@temkin/kernel';
import type { VerifierKey } from '@temkin/tlog';
import { describe, expect, it } from 'vitest';
import { logsOfYears, type LogsOfYears } from '../support/logs-of-years.ts';
import { memorySigner } from '../support/memory-signer.ts';
import { LOG, openedLog, survivorsOf } from '../support/opened-log.ts';
import { sha256 } from '../support/sha256.ts';
import { grow, smallLog } from '../support/small-log.ts';

await cryptoReady;

/** Changes the key by the word of the one in use. */
const handOver = async ({ signers, run }: LogsOfYears): Promise<void> => {
  signers.next = memorySigner();
  await run();
  signers.inUse = signers.next;
  delete signers.next;
};

const raw = async (signer: Signer) => toBase64((await signer.publicKey()).slice(-32));

describe('the keys that a log names itself', () => {
  it('are those in the entry that opens it', async () => {
    const log = await openedLog('log.example/ems/2026');
    expect(await survivorsOf(log.files).logKeys(LOG)).toEqual([log.key]);
  });

  it('are not there where the entry is none that opens it, or opens another', async () => {
    const unopened = await smallLog('log.example/ems/2026');
    await grow(unopened, [utf8('{}')]);
    await expect(survivorsOf(unopened.files).logKeys(LOG)).rejects.toThrow('names no key');
    const other = await openedLog('log.example/vnp/2026');
    await expect(survivorsOf(other.files).logKeys(LOG)).rejects.toThrow('names no key');
    await expect(survivorsOf(new Map()).logKeys(LOG)).rejects.toThrow('names no key');
  });

  it('are followed to the one that signs now, each by the word of the one before', async () => {
    const years = logsOfYears();
    const files = logFiles(years.blobs);
    const logKeys = statedKeys({ files, sha256 });
    await years.record('2026', 300);
    const signed = [await raw(years.signers.inUse)];
    for (let changes = 0; changes < 3; changes++) {
      await handOver(years);
      await years.record('2026', 10);
      signed.push(await raw(years.signers.inUse));
    }
    const keys = await logKeys(LOG);
    expect(keys.map(({ publicKey }) => toBase64(publicKey))).toEqual(signed);
    expect(await survivingLog({ files, sha256, logKeys })(LOG)).toMatchObject({ unpublished: [] });

    // One that nobody named is not the log's, however it came to sign.
    years.signers.inUse = memorySigner();
    await years.record('2026', 1);
    await expect(survivingLog({ files, sha256, logKeys })(LOG)).rejects.toThrow('is not its own');
  });

  it('are followed from one that is trusted besides, be it that nobody named it', async () => {
    const years = logsOfYears();
    const files = logFiles(years.blobs);
    await years.record('2026', 300);
    years.signers.inUse = memorySigner();
    const replaced = await years.keyOf(years.signers.inUse, '2026');
    await years.record('2026', 1);
    await handOver(years);
    await years.record('2026', 1);

    const survived = (trusted: readonly VerifierKey[]) =>
      survivingLog({ files, sha256, logKeys: statedKeys({ files, sha256, trusted }) })(LOG);
    expect(await survived([replaced])).toMatchObject({ unpublished: [] });
    const ofNextYear = await years.keyOf(years.signers.inUse, '2027');
    for (const others of [[], [ofNextYear]]) await expect(survived(others)).rejects.toThrow('is not its own');
  });

  it('are none where one is trusted that has not signed, whatever the log then says that it is called', async () => {
    const years = logsOfYears();
    await years.record('2026', 3);
    const replaced = await years.keyOf(memorySigner(), '2026');
    const elsewhere = await smallLog('elsewhere.example/ems/2026');
    for (const trusted of [[replaced], [elsewhere.key]]) {
      const survivors = { files: logFiles(years.blobs), sha256 };
      const logKeys = statedKeys({ ...survivors, trusted });
      await expect(survivingLog({ ...survivors, logKeys })(LOG)).rejects.toThrow('is not its own');
    }
  });

  it('are looked for once, and again where another comes to sign', async () => {
    const years = logsOfYears();
    const files = logFiles(years.blobs);
    let read = 0;
    const find: typeof files.find = (...of) => {
      read += 1;
      return files.find(...of);
    };
    const logKeys = statedKeys({ files: { ...files, find }, sha256 });
    /** Whether the log was read to tell its keys, and who signs last. */
    const told = async () => {
      read = 0;
      const last = (await logKeys(LOG)).at(-1)?.publicKey ?? new Uint8Array();
      return [read > 0, toBase64(last) === (await raw(years.signers.inUse))];
    };
    await years.record('2026', 300);
    for (let changes = 0; changes < 2; changes++) {
      expect([await told(), await told()]).toEqual([
        [true, true],
        [false, true],
      ]);
      await handOver(years);
      await years.record('2026', 10);
    }
    expect(await told()).toEqual([true, true]);
  });
});
