import { sharedKeyRing } from '@temkin/composition';
import { systemClock, systemRandom } from '@temkin/kernel';
import { provisioningSimulator } from '@temkin/provisioning';
import { registryDue } from '@temkin/subscriber';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { groundwork } from '../../packages/runtimes/composition/src/groundwork.ts';
import { openRootKeyFile } from '../../packages/runtimes/local/src/keys/index.ts';
import { temkin } from '../support/command-line.ts';
import { jpeg } from '../support/images.ts';
import {
  bringPapers,
  caseFor,
  identityOf,
  lookAt,
  msisdnOf,
  openRegistry,
  registerHolder,
  registrationOf,
  transactionFor,
} from '../support/registrations.ts';
import { serverHouse, type ServerHome, type ServerProcess } from '../support/server-process.ts';
import { inStoreOf } from '../support/stored-items.ts';
import { testClock } from '../support/test-clock.ts';

const YEARS = 3 * 366 * 86_400_000;

const house = await serverHouse();
const home = house.home('registry');
const place = join(house.directory, 'backups');
const target: ServerHome = {
  ...home,
  data: join(house.directory, 'restored', 'data'),
  log: join(house.directory, 'restored', 'log'),
};

const variables = ({ data, log, keyFile }: ServerHome) => ({
  DYNAMODB_ENDPOINT: '',
  TEMKIN_DATA_DIR: data,
  TEMKIN_LOG_DIR: log,
  TEMKIN_KEY_FILE: keyFile,
});

/** A server that is asked as people of the demo. */
const asking = async (server: ServerProcess) => {
  const origin = await server.origin;
  return {
    as: (subject: string) => ({
      post: async (path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
        const bytes = body instanceof Uint8Array ? Uint8Array.from(body) : undefined;
        return fetch(origin + path, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${await server.tokenFor(subject)}`,
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body !== undefined && { body: bytes ?? JSON.stringify(body) }),
        });
      },
      patch: () => Promise.reject(new Error('nobody amends here')),
    }),
  };
};

type Asked = Awaited<ReturnType<typeof asking>>;

/** Holder n with pictures and papers that were brought. */
const register = async (system: Asked, n: number, face: Uint8Array) => {
  const takenAt = new Date(Date.now() - 60_000).toISOString();
  const papers = await bringPapers(system, { face, takenAt });
  const { holder, subscription } = papers;
  const names = await registerHolder(system, n, registrationOf(n, { holder, subscription }));
  return { ...names, imageId: holder.portrait.imageId };
};

interface Found {
  readonly code?: string;
  readonly matches?: readonly { readonly personId: string }[];
}

const search = async (system: Asked, transactionId: string, question: object): Promise<Found> => {
  const upon = { purpose: 'registration', transactionId };
  const answer = await system.as('registrar-giang').post('/v1/subscribers/search', { ...upon, ...question });
  return (await answer.json()) as Found;
};

/** What the worker does in three years. */
const yearsLater = async (): Promise<void> => {
  const { rootKey } = await openRootKeyFile(home.keyFile, systemRandom);
  const clock = testClock(Date.now() + YEARS);
  await inStoreOf(home.data, async (table) => {
    const surroundings = { table, clock, waitClock: systemClock, random: systemRandom };
    const network = provisioningSimulator();
    const { workOff } = registryDue({
      ...groundwork({ ...surroundings, rootKey: rootKey('main') }),
      keyRing: sharedKeyRing({ ...surroundings, rootKey: rootKey('registry') }),
      indexKeyRing: sharedKeyRing({ ...surroundings, rootKey: rootKey('registry-index') }),
      notices: { send: async () => undefined },
      network,
      systems: network,
    });
    const done = await workOff({ deadlineMilliseconds: clock.now() + 3_600_000 });
    expect(done.failed).toBe(0);
  });
};

it('a registry comes back with people and images, is indexed anew, and has nothing of who was erased since', async () => {
  const [face, other] = [jpeg(4_000), jpeg(5_000)];
  const first = house.start(home);
  const before = await asking(first);
  await openRegistry(before);
  const stays = await register(before, 1, face);
  const gone = await register(before, 2, other);
  const transactionId = await transactionFor(before, 'registrar-giang', 'registration');
  expect((await search(before, transactionId, { msisdn: msisdnOf(2) })).matches).toHaveLength(1);
  const ended = await before
    .as('registrar-giang')
    .post(`/v1/subscriptions/${gone.subscriptionId}/terminate`, { transactionId });
  expect(ended.status).toBe(200);
  const backup = await temkin(['backup', '--to', place], { environment: variables(home) });
  expect([backup.exitCode, backup.complaint]).toEqual([0, '']);
  await first.stop();
  await yearsLater();

  await cp(home.log, target.log, { recursive: true });
  const restore = await temkin(
    ['restore', '--from', place, '--outbox', home.data, '--logs', target.log, '--json'],
    { environment: variables(target) },
  );
  expect([restore.exitCode, restore.complaint]).toEqual([0, '']);
  const { tables } = JSON.parse(restore.output) as {
    readonly tables: Readonly<Record<string, { readonly brought: number; readonly destroyed: number }>>;
  };
  expect(tables['subscriber-keys']?.destroyed).toBe(1);
  const left = await inStoreOf(target.data, async (_, items) => JSON.stringify(items));
  expect(left).toContain(stays.personId);
  expect(left.replaceAll(/"outbox"[^]*?"entry"/g, '')).not.toContain(`${gone.personId}#subscription`);

  const second = house.start(target);
  const after = await asking(second);
  const upon = await transactionFor(after, 'registrar-giang', 'registration');
  expect((await search(after, upon, { msisdn: msisdnOf(1) })).code).toBe('SUBSCRIBER.INDEX_NOT_READY');
  await openRegistry(after);
  for (const question of [
    { msisdn: msisdnOf(1) },
    { identity: { kind: 'personal', number: identityOf(1) } },
    { name: 'Nguyễn Thị Hoà', birthDate: '1990-01-31' },
  ])
    expect((await search(after, upon, question)).matches?.map(({ personId }) => personId)).toEqual([
      stays.personId,
    ]);
  for (const question of [{ msisdn: msisdnOf(2) }, { identity: { kind: 'personal', number: identityOf(2) } }])
    expect((await search(after, upon, question)).matches).toEqual([]);
  const caseId = await caseFor(after, 'registrar-hoa', 'correction', stays.personId);
  expect((await lookAt(after, { ...stays, caseId })).equals(face)).toBe(true);
  // The number is free, and its next holder begins anew.
  const next = await register(after, 2, other);
  expect(next.personId).not.toBe(gone.personId);
  expect(await second.stop()).toBe(0);
}, 120_000);
