import { cryptoReady } from '@temkin/crypto';
import { toHex, utf8 } from '@temkin/kernel';
import type { Blobs } from '@temkin/storage';
import { formatCheckpoint, formatNote, parseNote, signNote, verifierKey, verifyNote } from '@temkin/tlog';
import { knownLogs } from '@temkin/witness';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryBlobs, type MemoryBlobs } from '../support/command-line.ts';
import { forkOf } from '../support/log-changes.ts';
import { entriesFrom } from '../support/log-mutations.ts';
import { memorySigner } from '../support/memory-signer.ts';
import { sha256 } from '../support/sha256.ts';
import { checkpointOf, grow, smallLog, type SmallLog } from '../support/small-log.ts';
import {
  cosignatureOf,
  requestOf,
  smallWitness,
  submit,
  WITNESSED_AT_SECONDS,
  type SmallWitness,
} from '../support/small-witness.ts';

let log: SmallLog;
let blobs: MemoryBlobs;
let witness: SmallWitness;

const growTo = (size: number): Promise<void> => grow(log, entriesFrom(log.tree.size, size - log.tree.size));

beforeAll(() => cryptoReady);
beforeEach(async () => {
  log = await smallLog();
  blobs = memoryBlobs();
  witness = await smallWitness(blobs, [log.key]);
});

/** Status, type and text of what a witness answers. */
const answerTo = async (
  body: string | Uint8Array<ArrayBuffer>,
  of: Pick<SmallWitness, 'application'> = witness,
) => {
  const response = await submit(of, body);
  return [response.status, response.headers.get('content-type'), await response.text()] as const;
};

const statusOf = async (body: string | Uint8Array<ArrayBuffer>): Promise<number> => (await answerTo(body))[0];

const shownAt = async (origin: string) => {
  const response = await witness.application(
    new Request(`http://witness.example/${toHex(sha256(utf8(origin)))}/checkpoint`),
  );
  return [response.status, await response.text()] as const;
};

const ask = async (path: string, method: string) => {
  const response = await witness.application(new Request(`http://witness.example${path}`, { method }));
  return [response.status, response.headers.get('allow')];
};

/** A checkpoint of any size and root that the log has signed. */
const signed = async (size: number, root: Uint8Array): Promise<string> => {
  const text = formatCheckpoint({ origin: log.key.name, size, root });
  return formatNote({ text, signatures: [await signNote(text, log.key, log.signer)] });
};

/** Lets something happen once between what a request has read and what it writes. */
const between = (happens: () => Promise<unknown>): Blobs => {
  let pending: (() => Promise<unknown>) | undefined = happens;
  const first = async (): Promise<void> => {
    const now = pending;
    pending = undefined;
    await now?.();
  };
  return {
    ...blobs,
    putIfAbsent: async (...args) => (await first(), blobs.putIfAbsent(...args)),
    putIfMatch: async (...args) => (await first(), blobs.putIfMatch(...args)),
  };
};

/** Loses the first write of a log, or the answer to it. */
const failing = (when: 'lost' | 'applied'): Blobs => ({
  ...blobs,
  putIfAbsent: async (...args) => {
    if (when === 'applied') await blobs.putIfAbsent(...args);
    throw new Error('the disk is gone');
  },
});

describe('a witness', () => {
  it('cosigns the first checkpoint of a log, and every one that grew from the last', async () => {
    for (const [oldSize, size] of [
      [0, 0],
      [0, 7],
      [7, 7],
      [7, 300],
    ] as const) {
      await growTo(size);
      const [status, , lines] = await answerTo(await requestOf(log, oldSize));
      expect(status).toBe(200);
      expect(await cosignatureOf(witness.key, lines, await checkpointOf(log))).toEqual({
        key: witness.key,
        timeSeconds: WITNESSED_AT_SECONDS,
      });
    }
  });

  it.each([
    ['is empty', () => ''],
    ['has no old size', (body: string) => body.replace('old 3', '3')],
    ['writes the old size with a zero before it', (body: string) => body.replace('old 3', 'old 03')],
    ['has a line that is no hash', (body: string) => body.replace('old 3\n', 'old 3\nAAAA\n')],
    ['has 64 lines of proof', (body: string) => body.replace('\n', `\n${`${'A'.repeat(43)}=\n`.repeat(64)}`)],
    ['has no signature', (body: string) => body.slice(0, body.indexOf('—'))],
    ['ends without a newline', (body: string) => body.slice(0, -1)],
    ['has no root', (body: string) => body.replace(/\n[^\n]+\n\n—/, '\n\n—')],
  ])('answers 400 to a request that %s', async (_, change) => {
    await growTo(3);
    expect(await statusOf(await requestOf(log, 0))).toBe(200);
    const body = await requestOf(log, 3);
    expect(change(body)).not.toBe(body);
    expect(await statusOf(change(body))).toBe(400);
  });

  it('answers 400 to bytes that are no UTF-8, and to an old size above the checkpoint’s', async () => {
    await growTo(3);
    const lineOfNobody = Uint8Array.of(...utf8('— '), 0xff, ...utf8(' AAAAAAAA\n'));
    expect(await statusOf(Uint8Array.of(...utf8(await requestOf(log, 0)), ...lineOfNobody))).toBe(400);
    expect(await statusOf((await requestOf(log, 0)).replace('old 0', 'old 4'))).toBe(400);
  });

  it('answers 413 to more than a megabyte, and reads no further', async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(new Uint8Array(100_000).fill(0x41));
      },
    });
    const init = { method: 'POST', body, duplex: 'half' } satisfies RequestInit & { duplex: 'half' };
    const response = await witness.application(new Request('http://witness.example/add-checkpoint', init));
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(20);
  });

  it('answers 403 where no trusted key has signed, or a named one has not', async () => {
    await growTo(3);
    const body = await requestOf(log, 0);
    const stranger = { ...log, signer: memorySigner() };
    expect(await statusOf(await requestOf(stranger, 0))).toBe(403);
    const publicKey = (await stranger.signer.publicKey()).slice(-32);
    const key = await verifierKey(sha256, { name: log.key.name, type: 'ed25519', publicKey });
    expect(await statusOf(await requestOf({ ...stranger, key }, 0))).toBe(403);
    expect(await statusOf(body)).toBe(200);
  });

  it('answers 404 to an origin it does not know', async () => {
    const other = await smallLog('log.example/ems/2027');
    await grow(other, entriesFrom(0, 3));
    expect(await statusOf(await requestOf(other, 0))).toBe(404);
  });

  it('answers 409 and the size of what it cosigned last to a proof from elsewhere', async () => {
    await growTo(3);
    expect(await answerTo(await requestOf(log, 2))).toEqual([409, 'text/x.tlog.size', '0\n']);
    await submit(witness, await requestOf(log, 0));
    await growTo(5);
    expect(await answerTo(await requestOf(log, 0))).toEqual([409, 'text/x.tlog.size', '3\n']);
    expect(await answerTo(await requestOf(log, 4))).toEqual([409, 'text/x.tlog.size', '3\n']);
  });

  it('answers 422 to a proof that does not hold', async () => {
    await growTo(3);
    await submit(witness, await requestOf(log, 0));
    const fork = await forkOf(log, [utf8('other'), ...entriesFrom(1, 4)]);
    expect(await statusOf(await requestOf(fork, 3))).toBe(422);
    await growTo(5);
    expect(await statusOf((await requestOf(log, 3)).replace(/^old 3\n[^\n]+\n/, 'old 3\n'))).toBe(422);
    expect(witness.forks).toEqual([]);
    expect(await statusOf(await requestOf(log, 3))).toBe(200);
  });

  it('answers 422 to a proof where the old size is zero', async () => {
    await growTo(3);
    const body = (await requestOf(log, 0)).replace('old 0\n', `old 0\n${'A'.repeat(43)}=\n`);
    expect(await statusOf(body)).toBe(422);
  });

  it('answers 422 to an empty tree that has another root than the empty tree', async () => {
    const checkpoint = await signed(0, new Uint8Array(32));
    expect(await statusOf(`old 0\n\n${checkpoint}`)).toBe(422);
    expect(witness.forks).toEqual([]);
  });

  it('answers 422 to another root of the size it cosigned, tells of it and keeps both', async () => {
    await growTo(3);
    await submit(witness, await requestOf(log, 0));
    const fork = await forkOf(log, entriesFrom(7, 3));
    expect(await statusOf(await requestOf(fork, 3))).toBe(422);
    expect(witness.forks).toEqual(['log.example/ems/2026 3']);
    const kept = [...blobs.stored].find(([name]) => name.endsWith('/fork'))?.[1];
    const text = new TextDecoder().decode(kept);
    for (const one of [log, fork])
      expect(text).toContain(await checkpointOf(one).then((note) => parseNote(note)?.text));
  });

  it('shows the latest checkpoint with both signatures that were verified, and no others', async () => {
    expect((await shownAt(log.key.name))[0]).toBe(404);
    await growTo(3);
    await submit(witness, (await requestOf(log, 0)) + `— stranger.example AAAAAAAA\n`);
    const [status, note] = await shownAt(log.key.name);
    const parsed = parseNote(note) ?? { text: '', signatures: [] };
    expect([status, parsed.signatures.length]).toEqual([200, 2]);
    expect(await verifyNote(parsed, [log.key, witness.key])).toMatchObject({
      outcome: 'verified',
      signatures: [{ key: log.key }, { key: witness.key }],
    });
  });

  it('has nothing elsewhere', async () => {
    expect(await ask('/', 'GET')).toEqual([404, null]);
    expect(await ask('/..%2fcheckpoint', 'GET')).toEqual([404, null]);
    expect(await ask('/add-checkpoint', 'GET')).toEqual([405, 'POST']);
    expect(await ask(`/${'0'.repeat(64)}/checkpoint`, 'POST')).toEqual([405, 'GET']);
  });

  it('is of no log whose key is a witness’ own', () => {
    expect(() => knownLogs([witness.key])).toThrow(RangeError);
  });
});

describe('a witness whose requests overlap', () => {
  it.each([0, 3])('never rolls back to the smaller of two that both grew from %i', async (oldSize) => {
    let larger: readonly [number, ...unknown[]] = [0];
    const slow = await smallWitness(
      between(async () => {
        await growTo(9);
        larger = await answerTo(await requestOf(log, oldSize), slow);
      }),
      [log.key],
    );
    if (oldSize > 0) {
      await growTo(oldSize);
      await submit(witness, await requestOf(log, 0));
    }
    await growTo(5);
    expect(await answerTo(await requestOf(log, oldSize), slow)).toEqual([409, 'text/x.tlog.size', '9\n']);
    expect(larger[0]).toBe(200);
    expect((await shownAt(log.key.name))[1]).toContain('\n9\n');
  });

  it('cosigns a checkpoint twice that was submitted twice at once', async () => {
    await growTo(3);
    const body = await requestOf(log, 0);
    await submit(witness, body);
    const again = await requestOf(log, 3);
    expect(await Promise.all([again, again].map(statusOf))).toEqual([200, 200]);
  });
});

describe('a witness whose store fails', () => {
  it.each([
    ['lost', 0],
    ['applied', 3],
  ] as const)(
    'answers 503 without a cosignature where its write was %s, and goes on',
    async (when, known) => {
      await growTo(3);
      const broken = await smallWitness(failing(when), [log.key]);
      const [status, , text] = await answerTo(await requestOf(log, 0), broken);
      expect([status, text.includes('—'), broken.failures.length]).toEqual([503, false, 1]);
      expect(await statusOf(await requestOf(log, known))).toBe(200);
    },
  );

  it('answers 503 where what it remembers is damaged, rather than begin anew', async () => {
    await growTo(3);
    await submit(witness, await requestOf(log, 0));
    for (const name of blobs.stored.keys()) blobs.stored.set(name, utf8(''));
    expect(await statusOf(await requestOf(log, 0))).toBe(503);
  });
});
