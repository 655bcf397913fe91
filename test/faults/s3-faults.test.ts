import { s3Blobs, s3Client, type S3BlobsOptions } from '@temkin/aws';
import { OutcomeUnknown, StoreUnavailable, utf8 } from '@temkin/kernel';
import type { Blobs } from '@temkin/storage';
import { createServer } from 'node:http';
import { beforeEach, describe, expect, it } from 'vitest';
import { namesOf } from '../contract/blobs-contract.ts';
import { eTagOf, performOn, s3Error } from '../support/map-s3.ts';

type Client = S3BlobsOptions['client'];

/** What becomes of one request: whether S3 sees it, and with what it fails. */
interface Fault {
  readonly applied: boolean;
  readonly error: Error;
}

const lost = (error: Error): Fault => ({ applied: false, error });
const applied = (error: Error): Fault => ({ applied: true, error });
const DROPPED = Object.assign(new Error('told to'), { code: 'ECONNRESET', syscall: 'read' });
const NEVER_SENT = Object.assign(new Error('told to'), { code: 'ECONNREFUSED', syscall: 'connect' });
const BROKEN = s3Error(500, 'InternalError');
const SLOW_DOWN = s3Error(503, 'SlowDown');
const CONFLICT = s3Error(409, 'ConditionalRequestConflict');
const DENIED = s3Error(403, 'AccessDenied');

let objects: Map<string, Uint8Array>;
let planned: Fault[] = [];
let always: Fault | undefined;
let requests: string[] = [];
beforeEach(() => {
  objects = new Map();
  planned = [];
  always = undefined;
  requests = [];
});

const plan = (faults: readonly Fault[], ever?: Fault): void => {
  planned = [...faults];
  always = ever;
  requests = [];
};

const client = {
  send: async (command: object) => {
    requests.push(command.constructor.name.replace(/(Object|Objects)?(V2)?Command$/, ''));
    const fault = planned.shift() ?? always;
    if (fault === undefined) return performOn(objects, command);
    if (fault.applied) performOn(objects, command);
    throw fault.error;
  },
} as unknown as Client;

/** Blobs whose waits pass at once and whose deadline counts only them. */
const patient = (options: Partial<S3BlobsOptions> = {}): Blobs => {
  let now = 0;
  return s3Blobs({
    client,
    bucket: 'bucket',
    monotonicNow: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
    random: () => 1,
    ...options,
  });
};
const blobs = patient();

const put = (name: string, text: string): void => {
  objects.set(name, utf8(text));
};
const textOf = (name: string): string => new TextDecoder().decode(objects.get(name));

describe('a blob put where there is none', () => {
  it.each([
    ['lost with the connection', lost(DROPPED)],
    ['lost in a failing store', lost(BROKEN)],
    ['never sent', lost(NEVER_SENT)],
    ['throttled', lost(SLOW_DOWN)],
    ['in conflict with another write', lost(CONFLICT)],
    ['applied, the connection lost after it', applied(DROPPED)],
    ['applied by a failing store', applied(BROKEN)],
  ])('%s is sent again and stored', async (_, fault) => {
    plan([fault]);
    expect(await blobs.putIfAbsent('a', utf8('mine'))).toBe('stored');
    expect(textOf('a')).toBe('mine');
    expect(requests.filter((request) => request === 'Put')).toHaveLength(2);
  });

  it('finds another’s there also after an attempt of which nobody knows', async () => {
    put('a', 'theirs');
    plan([lost(DROPPED)]);
    expect(await blobs.putIfAbsent('a', utf8('mine'))).toBe('exists');
    expect(textOf('a')).toBe('theirs');
  });

  it.each([
    ['throttled', SLOW_DOWN],
    ['in conflict', CONFLICT],
    ['never sent', NEVER_SENT],
  ])('takes the same bytes for another’s where its own attempt was surely %s', async (_, error) => {
    put('a', 'mine');
    plan([lost(error)]);
    expect(await blobs.putIfAbsent('a', utf8('mine'))).toBe('exists');
    expect(requests).toEqual(['Put', 'Put']);
  });

  it('looks again where the look at what is stored fails too', async () => {
    put('a', 'mine');
    plan([lost(DROPPED), lost(s3Error(412, 'PreconditionFailed')), lost(BROKEN)]);
    expect(await blobs.putIfAbsent('a', utf8('mine'))).toBe('stored');
    expect(requests).toEqual(['Put', 'Put', 'Get', 'Put', 'Get']);
  });

  it('is of unknown outcome where what stopped it is gone again', async () => {
    plan([lost(DROPPED), lost(s3Error(412, 'PreconditionFailed'))]);
    await expect(blobs.putIfAbsent('a', utf8('mine'))).rejects.toThrow(OutcomeUnknown);
    expect(objects.size).toBe(0);
  });
});

describe('a blob put in the place of another', () => {
  it.each([
    ['lost', lost(DROPPED)],
    ['applied and reported lost', applied(DROPPED)],
    ['applied by a failing store', applied(BROKEN)],
    ['throttled', lost(SLOW_DOWN)],
    ['in conflict', lost(CONFLICT)],
  ])('%s is sent again and stored', async (_, fault) => {
    put('a', 'old');
    plan([fault]);
    expect(await blobs.putIfMatch('a', utf8('new'), eTagOf(utf8('old')))).toBe('stored');
    expect(textOf('a')).toBe('new');
  });

  it.each([
    ['another is there', 'theirs'],
    ['none is there', undefined],
  ])('finds it changed where %s', async (_, theirs) => {
    if (theirs !== undefined) put('a', theirs);
    plan([lost(SLOW_DOWN)]);
    expect(await blobs.putIfMatch('a', utf8('new'), eTagOf(utf8('old')))).toBe('changed');
  });

  it.each([
    ['another is there', 'theirs'],
    ['none is there', undefined],
  ])('is of unknown outcome after an attempt of which nobody knows where %s', async (_, theirs) => {
    if (theirs !== undefined) put('a', theirs);
    plan([lost(DROPPED)]);
    await expect(blobs.putIfMatch('a', utf8('new'), eTagOf(utf8('old')))).rejects.toThrow(OutcomeUnknown);
  });
});

describe('S3 that fails until the deadline', () => {
  const writes: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['putIfAbsent', () => blobs.putIfAbsent('a', utf8('mine'))],
    ['putIfMatch', () => blobs.putIfMatch('a', utf8('mine'), '"version"')],
    ['delete', () => blobs.delete('a')],
  ];
  const reads: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['get', () => blobs.get('a')],
    ['names', () => namesOf(blobs, '')],
  ];

  it.each(writes)('leaves the outcome of %s unknown', async (_, ask) => {
    for (const error of [DROPPED, BROKEN]) {
      plan([], lost(error));
      await expect(ask()).rejects.toThrow(OutcomeUnknown);
      expect(requests.length).toBeGreaterThan(3);
    }
    plan([lost(DROPPED)], lost(SLOW_DOWN));
    await expect(ask()).rejects.toThrow(OutcomeUnknown);
  });

  it.each([...writes, ...reads])('is unavailable to %s where surely nothing was written', async (_, ask) => {
    for (const error of [SLOW_DOWN, NEVER_SENT, CONFLICT]) {
      plan([], lost(error));
      await expect(ask()).rejects.toThrow(StoreUnavailable);
    }
  });

  it.each(reads)('is unavailable to %s', async (_, ask) => {
    plan([], lost(BROKEN));
    await expect(ask()).rejects.toThrow(StoreUnavailable);
  });

  it.each([...writes, ...reads])('is not asked again for %s once it has denied it', async (_, ask) => {
    plan([], lost(DENIED));
    await expect(ask()).rejects.toThrow(DENIED);
    expect(requests).toHaveLength(1);
  });
});

describe('S3 that hangs or stalls', () => {
  it('is cut off and asked again', async () => {
    let seen = 0;
    const server = createServer((_, response) => {
      seen += 1;
      if (seen === 2) response.writeHead(200, { etag: '"v"', 'content-length': 5 }).write('h');
      if (seen === 3) response.writeHead(200, { etag: '"v"', 'content-length': 5 }).end('hello');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const real = s3Client({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'local',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const impatient = patient({ client: real, attemptTimeoutMilliseconds: 100 });
    expect(await impatient.get('a')).toEqual({ bytes: utf8('hello'), version: '"v"' });
    expect(seen).toBe(3);
    real.destroy();
    server.closeAllConnections();
    server.close();
  });
});

describe('blobs behind a prefix', () => {
  it('lie beside what is none of them, and are listed without it', async () => {
    const log = patient({ prefix: 'log/' });
    await log.putIfAbsent('a/b', utf8('1'));
    put('log/', 'a folder, as consoles make them');
    expect([...objects.keys()]).toEqual(['log/a/b', 'log/']);
    expect(await namesOf(log, '')).toEqual(['a/b']);
  });
});
