import { cryptoReady } from '@temkin/crypto';
import { toHex, utf8 } from '@temkin/kernel';
import {
  appendLeaves,
  EMPTY_TREE,
  formatAddCheckpoint,
  formatCheckpoint,
  formatNote,
  leafHash,
  nodeHash,
  proveConsistency,
  rootOf,
  signNote,
  type Node,
} from '@temkin/tlog';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryBlobs } from '../support/command-line.ts';
import { sha256 } from '../support/sha256.ts';
import { smallLog } from '../support/small-log.ts';
import { smallWitness, submit } from '../support/small-witness.ts';

const LARGEST = 12;

beforeAll(() => cryptoReady);

/** A history of the log as its operator may tell it: its roots at every size, and proofs of its growth. */
const historyOf = async (entries: readonly string[]) => {
  const leaves = await Promise.all(entries.map((entry) => leafHash(sha256, utf8(entry))));
  const hashOf = async ({ level, index }: Node): Promise<Uint8Array> =>
    level === 0
      ? (leaves[index] ?? new Uint8Array())
      : nodeHash(
          sha256,
          await hashOf({ level: level - 1, index: 2 * index }),
          await hashOf({ level: level - 1, index: 2 * index + 1 }),
        );
  const roots: Uint8Array[] = [];
  for (let size = 0; size <= leaves.length; size++)
    roots.push(await rootOf(sha256, (await appendLeaves(sha256, EMPTY_TREE, leaves.slice(0, size))).tree));
  return {
    rootAt: (size: number) => roots[size] ?? new Uint8Array(),
    growth: (oldSize: number, newSize: number) =>
      proveConsistency(sha256, { oldSize, newSize }, (nodes) => Promise.all(nodes.map(hashOf))),
  };
};

const size = fc.nat({ max: LARGEST });

interface Sent {
  readonly history: number;
  readonly proofBy: number | undefined;
  readonly size: number;
  readonly from: number | undefined;
}

/** What is sent: a checkpoint of one history, with a proof by another, from a size or from the one that the witness says. */
const request: fc.Arbitrary<Sent> = fc.record({
  history: fc.nat({ max: 2 }),
  proofBy: fc.option(fc.nat({ max: 2 }), { nil: undefined, freq: 3 }),
  size,
  from: fc.option(size, { nil: undefined, freq: 2 }),
});

describe('a witness', () => {
  it('never cosigns two checkpoints of histories that contradict each other', async () => {
    let cosignedInAll = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(size, size),
        fc.array(fc.array(request, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
        async (forkedAt, rounds) => {
          const log = await smallLog();
          const honest = Array.from({ length: LARGEST }, (_, at) => `entry ${at}`);
          const histories = await Promise.all(
            [LARGEST, ...forkedAt].map((fork, name) =>
              historyOf(honest.map((entry, at) => (at < fork ? entry : `${entry}, as ${name} has it`))),
            ),
          );
          const tell = (name: number) => histories[name] ?? Promise.reject(new Error('no such history'));
          const witness = await smallWitness(memoryBlobs(), [log.key]);
          const cosigned: { readonly history: number; readonly size: number }[] = [];
          let known = 0;

          const send = async ({ history, proofBy = history, size: newSize, from = known }: Sent) => {
            const oldSize = Math.min(from, newSize);
            const proof = await (await tell(proofBy)).growth(oldSize, newSize);
            const root = (await tell(history)).rootAt(newSize);
            const text = formatCheckpoint({ origin: log.key.name, size: newSize, root });
            const checkpoint = formatNote({ text, signatures: [await signNote(text, log.key, log.signer)] });
            const { status } = await submit(witness, formatAddCheckpoint({ oldSize, proof, checkpoint }));
            if (status === 200) cosigned.push({ history, size: newSize });
            return status;
          };
          for (const round of rounds) {
            await Promise.all(round.map(send));
            known = Math.max(0, ...cosigned.map((one) => one.size));
          }

          for (const older of cosigned) {
            for (const newer of cosigned.filter((one) => one.size >= older.size)) {
              const [was, is] = [await tell(older.history), await tell(newer.history)];
              expect(toHex(is.rootAt(older.size))).toBe(toHex(was.rootAt(older.size)));
            }
          }
          cosignedInAll += cosigned.length;

          // And whoever tells the history on that was told last is never refused.
          const last = cosigned.findLast((one) => one.size === known) ?? { history: 0 };
          expect(await send({ history: last.history, proofBy: undefined, size: LARGEST, from: known })).toBe(
            200,
          );
        },
      ),
      { numRuns: 150 },
    );
    expect(cosignedInAll).toBeGreaterThan(150);
  });
});
