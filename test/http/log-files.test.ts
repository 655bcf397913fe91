import { auditProblems, logFiles, logRoutes, logSpecs, readLogFile } from '@temkin/audit';
import { verifyLog } from '@temkin/audit/domain';
import type { EventDraft, Recorder } from '@temkin/audit-event';
import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { openApiDocument } from '@temkin/http/openapi';
import { utf8 } from '@temkin/kernel';
import { formatVerifierKey, fromBundle } from '@temkin/tlog';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { memoryBlobs } from '../support/command-line.ts';
import { sha256 } from '../support/sha256.ts';
import { grow, smallLog, type SmallLog } from '../support/small-log.ts';
import { get, RECEIPT, tinyApplication } from '../support/tiny-application.ts';

beforeAll(() => cryptoReady);

const PREFIX = '/v1/audit/log/ems/2026';

let log: SmallLog;
let drafts: EventDraft[];
let ask: (path: string) => Promise<Response>;

/** A log of 300 entries, served to an auditor of its company. */
beforeEach(async () => {
  log = await smallLog();
  await grow(
    log,
    Array.from({ length: 300 }, (_, at) => utf8(`{"event":${at}}`)),
  );
  const blobs = memoryBlobs();
  for (const [path, bytes] of log.files) blobs.stored.set(`ems/2026/${path}`, bytes);
  drafts = [];
  const recorder: Recorder = {
    commit: async (_, draft) => {
      drafts.push(draft);
      return { outcome: 'committed', receipt: RECEIPT };
    },
  };
  const caller = {
    principal: { tenant: 'ems', id: 'auditor-1', client: 'c', roles: ['auditor' as const] },
    reliedOn: [],
  };
  const served = tinyApplication(undefined, {
    routes: logRoutes({
      readLogFile: readLogFile({ recorder, files: logFiles(blobs) }),
      logKey: async () => log.key,
    }),
    problems: { ...generalProblems, ...auditProblems },
    authenticator: { authenticate: async () => ({ caller, scopes: ['audit:read'], mustSign: false }) },
  });
  ask = (path) => served.fetch(get(path));
});

const bytesOf = async (path: string): Promise<Uint8Array> =>
  new Uint8Array(await (await ask(path)).arrayBuffer());

const typeOf = async (path: string): Promise<string | null> =>
  (await ask(`${PREFIX}/${path}`)).headers.get('content-type');

describe('the files of a log', () => {
  it('are what any client of such logs reads: the whole of it is verified over HTTP', async () => {
    const verdict = await verifyLog({
      sha256,
      keys: [log.key],
      read: async (path) => {
        const answer = await ask(`${PREFIX}/${path}`);
        return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
      },
    });
    expect(verdict).toMatchObject({ outcome: 'verified', checkpoint: { size: 300 } });
  });

  it('are found with their slashes encoded too, as clients made from the document send them', async () => {
    const plain = await bytesOf(`${PREFIX}/tile/entries/001.p/44`);
    expect(await bytesOf(`${PREFIX}/tile/entries%2F001.p%2F44`)).toEqual(plain);
    expect(plain.length).toBeGreaterThan(44);
  });

  it('are answered too where a partial one has become full and was swept, on record like any', async () => {
    const hashes = await bytesOf(`${PREFIX}/tile/0/000`);
    expect(await bytesOf(`${PREFIX}/tile/0/000.p/7`)).toEqual(hashes.slice(0, 7 * 32));
    expect(drafts).toEqual([]);
    const bundle = await bytesOf(`${PREFIX}/tile/entries/000.p/7`);
    expect(fromBundle(bundle, 7)).toEqual(log.entries.slice(0, 7));
    expect(drafts.map(({ resources }) => resources)).toEqual([
      [{ type: 'log-file', pseudonym: '2026/tile/entries/000.p/7' }],
    ]);
  });

  it('come in the types that the specification gives them', async () => {
    expect(await typeOf('checkpoint')).toBe('text/plain; charset=utf-8');
    expect(await typeOf('tile/0/000')).toBe('application/octet-stream');
    expect(await typeOf('tile/entries/001.p/44')).toBe('application/octet-stream');
  });

  it('name the key of the log', async () => {
    expect(await (await ask(`${PREFIX}/vkey`)).text()).toBe(`${formatVerifierKey(log.key)}\n`);
  });

  it('are read on record where they hold entries, and leave no event where they hold hashes alone', async () => {
    for (const path of ['checkpoint', 'vkey', 'tile/0/000', 'tile/1/000.p/1'])
      expect((await ask(`${PREFIX}/${path}`)).headers.get('audit-event')).toBeNull();
    expect(drafts).toEqual([]);
    const answer = await ask(`${PREFIX}/tile/entries/000`);
    expect(answer.headers.get('audit-event')).toContain(RECEIPT.eventId);
    expect(drafts).toEqual([
      {
        action: 'audit.read-log',
        outcome: 'allowed',
        resources: [{ type: 'log-file', pseudonym: '2026/tile/entries/000' }],
      },
    ]);
  });

  it.each([
    ['a log of another company', '/v1/audit/log/viettel/2026/checkpoint'],
    ['a year without a log', '/v1/audit/log/ems/2025/checkpoint'],
    ['the key of a log that there is not', '/v1/audit/log/ems/2025/vkey'],
    ['a tile that it does not have', `${PREFIX}/tile/0/002`],
    ['a partial tile of another width', `${PREFIX}/tile/0/001.p/43`],
  ])('are unknown where they are of %s', async (_, path) => {
    expect(await codeOf(await ask(path))).toBe('AUDIT.LOG_FILE_UNKNOWN');
    expect(drafts).toEqual([]);
  });

  it.each([
    'tile/0/0',
    'tile/0/000.p/0',
    'tile/x',
    'tile/0/..%2f..%2fcheckpoint',
    `tile/${'x000/'.repeat(30)}000`,
  ])('are asked for by their paths and no others: %s', async (path) => {
    expect(await codeOf(await ask(`${PREFIX}/${path}`))).toBe('REQUEST.INVALID');
  });

  it('stand in the document, with the rest of a path as one parameter', () => {
    const { paths } = openApiDocument({
      title: 'Log',
      version: '1',
      specs: logSpecs,
      problems: { ...generalProblems, ...auditProblems },
    });
    expect(Object.keys(paths)).toContain('/v1/audit/log/{tenant}/{year}/tile/{tile}');
  });
});
