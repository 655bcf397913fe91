import { fromEntry } from '@temkin/audit-event';
import { toBase64 } from '@temkin/kernel';
import { appendLeaves, EMPTY_TREE, leafHash, parseCheckpoint, parseNote, rootOf } from '@temkin/tlog';
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { receiptOf } from '../support/recorded-events.ts';
import { serverHouse, type ServerProcess } from '../support/server-process.ts';
import { sha256 } from '../support/sha256.ts';
import {
  writtenCheckpoints,
  writtenLogs,
  type WrittenCheckpoint,
  type WrittenLog,
} from '../support/written-logs.ts';

const KILLS = 50;

/** Requests under way at a time. */
const CLIENTS = 8;

/** A kill comes this long at the latest after the load began, or after a checkpoint was published under it. */
const RANDOM_MILLISECONDS = 600;

const house = await serverHouse();
const home = house.home('killed');

interface Receipt {
  readonly eventId: string;
  readonly leaf: string;
}

const sizeAndRoot = (checkpoint: string) => {
  const read = parseCheckpoint(parseNote(checkpoint)?.text ?? '');
  if (read === undefined) throw new Error('the checkpoint has lost its shape');
  return { size: read.size, root: toBase64(read.root) };
};

const ofDemo = <T extends WrittenCheckpoint>(logs: readonly T[]): T => {
  const log = logs.find(({ tenant }) => tenant === 'demo');
  if (log === undefined) throw new Error('there is no log yet');
  return log;
};

const demoLog = async (): Promise<WrittenLog> => ofDemo(await writtenLogs(home.log));

const checkpoint = async (): Promise<string> => ofDemo(await writtenCheckpoints(home.log)).checkpoint;

/** Waits until another checkpoint is published. */
const published = async (): Promise<void> => {
  const before = await checkpoint();
  while ((await checkpoint()) === before) await sleep(20);
};

/**
 * Has An read labels until the server is gone, which it is a random while after the load began, or after it brought a
 * checkpoint; keeps the receipt of every answer that came.
 */
const readUntilKilled = async (
  server: ServerProcess,
  labels: readonly string[],
  { awaited, keep }: { readonly awaited: boolean; readonly keep: (receipt: Receipt) => void },
) => {
  const [origin, bearer] = [await server.origin, await server.tokenFor('shipper-an')];
  const read = async (client: number): Promise<void> => {
    for (let turn = client; ; turn += 1) {
      const answer = await fetch(`${origin}/v1/parcels/resolve`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        body: JSON.stringify({ token: labels[turn % labels.length], purpose: 'delivery' }),
      });
      const receipt = receiptOf(answer);
      await answer.text();
      if (answer.status !== 200 || receipt === undefined) throw new Error(`answered ${answer.status}`);
      keep(receipt);
    }
  };
  const clients = Promise.allSettled(Array.from({ length: CLIENTS }, (_, client) => read(client)));
  if (awaited) await published();
  await sleep(randomInt(RANDOM_MILLISECONDS));
  await server.kill9();
  return clients;
};

describe('kill -9 at random moments under load', () => {
  it('leaves every acknowledged access with exactly one entry, and a log that only ever grew', async () => {
    const receipts: Receipt[] = [];
    const checkpoints: { readonly size: number; readonly root: string }[] = [];
    let server = house.start(home);
    await server.origin;
    const labels = (await readFile(join(home.labels, 'tokens.tsv'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t')[1] ?? '');

    for (let kill = 1; kill <= KILLS; kill += 1) {
      const ended = await readUntilKilled(server, labels, {
        awaited: kill % 2 === 0,
        keep: (receipt) => receipts.push(receipt),
      });
      const refused = ended.flatMap((end) =>
        end.status === 'rejected' && String(end.reason?.message).startsWith('answered') ? [end.reason] : [],
      );
      expect(refused, `kill ${kill}`).toEqual([]);
      checkpoints.push(sizeAndRoot(await checkpoint()));
      server = house.start(home);
      await server.origin;
    }

    // Nothing was asked of the last server: it finishes what its predecessors left.
    const acknowledged = new Set(receipts.map(({ eventId }) => eventId));
    let log = await demoLog();
    for (let waited = 0; waited < 60; waited += 1, await sleep(500)) {
      log = await demoLog();
      const logged = new Set(log.entries.map((entry) => fromEntry(entry).metadata.uid));
      const missing = receipts.filter(({ eventId }) => !logged.has(eventId));
      if (missing.length === 0 && sizeAndRoot(log.checkpoint).size === log.entries.length) break;
    }
    expect(await server.stop()).toBe(0);

    const leaves = await Promise.all(log.entries.map((entry) => leafHash(sha256, entry)));
    const places = new Map<string, string[]>();
    for (const [at, entry] of log.entries.entries()) {
      const { uid } = fromEntry(entry).metadata;
      places.set(uid, [...(places.get(uid) ?? []), toBase64(leaves[at] ?? new Uint8Array())]);
    }
    expect([...places.values()].filter((found) => found.length !== 1)).toEqual([]);
    expect(acknowledged.size).toBe(receipts.length);
    expect(receipts.filter(({ eventId, leaf }) => places.get(eventId)?.[0] !== leaf)).toEqual([]);

    checkpoints.push(sizeAndRoot(log.checkpoint));
    const sizes = checkpoints.map(({ size }) => size);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    // Every second load brought a checkpoint.
    expect(new Set(sizes).size).toBeGreaterThanOrEqual(KILLS / 2);
    let tree = EMPTY_TREE;
    for (const { size, root } of checkpoints) {
      ({ tree } = await appendLeaves(sha256, tree, leaves.slice(tree.size, size)));
      expect(toBase64(await rootOf(sha256, tree)), `at ${size}`).toBe(root);
    }
  }, 1_200_000);
});
