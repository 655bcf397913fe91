import { cryptoReady } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../support/command-line.ts';
import { writeLog } from '../../support/log-directory.ts';
import { entriesFrom, LOG_MUTATIONS, logToMutate } from '../../support/log-mutations.ts';
import { checkpointOf, grow, prove, smallLog, verifyFiles, type SmallLog } from '../../support/small-log.ts';
import { requestOf, smallWitness, submit } from '../../support/small-witness.ts';
import { goVerdict, verdictsOn } from './verdicts.ts';

const SIZES = [1, 255, 256, 257, 65_536, 70_000];

/** The shortest entry and the longest (c2sp.org/tlog-tiles, Log entries), wherever the log is large enough. */
const EXTREMES = new Map([
  [0, new Uint8Array()],
  [254, new Uint8Array(65_535).fill(0x7e)],
]);

/** Lets a log come to a size through all smaller ones, with a checkpoint at each and proofs of its ends. */
const growTo = async (log: SmallLog, size: number): Promise<void> => {
  for (const next of SIZES.filter((known) => known > log.tree.size && known <= size)) {
    const first = log.tree.size;
    const entries = entriesFrom(first, next - first).map((entry, at) => EXTREMES.get(first + at) ?? entry);
    await grow(log, entries);
    for (const index of new Set([0, Math.min(254, next - 1), next - 1])) await prove(log, index);
  }
};

let directory: string;
beforeAll(() => cryptoReady);
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'temkin-log-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('Go verifies what we verify:', () => {
  let log: SmallLog;
  beforeAll(async () => {
    log = await smallLog();
  });

  it.each(SIZES)('a log of %i entries', async (size) => {
    await growTo(log, size);
    const { ours, go } = await verdictsOn(log, directory);
    expect(ours).toMatchObject({ outcome: 'verified', checkpoint: { size } });
    expect(go).toEqual({ status: 0, says: expect.stringMatching(`^verified: ${size} entries, `) });
  });

  it('a log whose checkpoint a witness has cosigned, whom it does not know', async () => {
    const witnessed = await logToMutate();
    const witness = await smallWitness(memoryBlobs(), [witnessed.key]);
    const lines = await (await submit(witness, await requestOf(witnessed, 0))).text();
    witnessed.files.set('checkpoint', utf8((await checkpointOf(witnessed)) + lines));
    const { ours, go } = await verdictsOn(witnessed, directory);
    expect(ours).toMatchObject({ outcome: 'verified', signatures: [{ key: witnessed.key }] });
    expect(go).toEqual({ status: 0, says: 'verified: 600 entries, 7 checkpoints\n' });
    expect(await verifyFiles(witnessed.files, [witnessed.key, witness.key])).toMatchObject({
      signatures: [{ key: witnessed.key }, { key: witness.key }],
    });
  });

  it('a log that is to be changed, before it is', async () => {
    const { ours, go } = await verdictsOn(await logToMutate(), directory);
    expect(ours).toMatchObject({ outcome: 'verified' });
    // Four checkpoint files and three proofs.
    expect(go).toEqual({ status: 0, says: 'verified: 600 entries, 7 checkpoints\n' });
  });
});

describe('Go refuses what we refuse: a log', () => {
  it.each(LOG_MUTATIONS.map((mutation) => [mutation.name, mutation] as const))(
    '%s',
    async (_, { change, fault, at, step }) => {
      const log = await logToMutate();
      await change(log);
      const { ours, go } = await verdictsOn(log, directory);
      expect(ours).toEqual({ outcome: 'refused', fault, at });
      expect(go).toEqual({ status: 1, says: expect.stringMatching(`^refused: ${step}: `) });
    },
  );
});

describe('Go refuses a proof', () => {
  it.each([
    ['of another entry', 'proofs/599-of-600.entry', 'proofs/299-of-300.entry'],
    ['of another size', 'proofs/599-of-600.tlog-proof', 'proofs/299-of-300.tlog-proof'],
  ])('%s', async (_, path, other) => {
    const { files } = await logToMutate();
    writeLog(files.set(path, files.get(other) ?? new Uint8Array()), directory);
    expect(goVerdict(directory)).toEqual({
      status: 1,
      says: `refused: inclusion: ${path.replace('.entry', '.tlog-proof')}: invalid transparency proof\n`,
    });
  });
});
