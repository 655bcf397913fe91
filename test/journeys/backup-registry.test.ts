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
  verifyHolder,
} from '../support/registrations.ts';
import { serverHouse, type ServerHome, type ServerProcess } from '../support/server-process.ts';
import { allBytesOf, inStoreOf } from '../support/stored-items.ts';
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

/** Holder n with pictures and papers that were brought, upon a transaction. */
const register = async (system: Asked, n: number, face: Uint8Array) => {
  const transactionId = await transactionFor(system, 'registrar-giang', 'registration');
  const takenAt = new Date(Date.now() - 60_000).toISOString();
  const { holder, subscription } = await bringPapers(system, { face, takenAt });
  const asked = registrationOf(n, { holder, subscription, transactionId });
  const names = await registerHolder(system, n, asked);
  return { ...names, transactionId, imageId: holder.portrait.imageId };
};

const searched = (system: Asked, transactionId: string, question: object): Promise<Response> =>
  system
    .as('registrar-giang')
    .post('/v1/subscribers/search', { purpose: 'registration', transactionId, ...question });

/** Whom a search finds, by ids. */
const found = async (system: Asked, transactionId: string, question: object): Promise<readonly string[]> => {
  const answer = await searched(system, transactionId, question);
  const { matches } = (await answer.json()) as {
    readonly matches?: readonly { readonly personId: string }[];
  };
  if (matches === undefined) throw new Error(`the search was answered ${answer.status}`);
  return matches.map(({ personId }) => personId);
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
  const stays = await register(before, 1, face);
  const { subscriptionId } = stays;
  const verified = await verifyHolder(before, { subscriptionId, transactionId: stays.transactionId });
  expect(await verified.json()).toMatchObject({ outcome: 'verified' });
  const gone = await register(before, 2, other);
  const { transactionId } = gone;
  expect(await found(before, transactionId, { msisdn: msisdnOf(2) })).toEqual([gone.personId]);
  const ended = await before
    .as('registrar-giang')
    .post(`/v1/subscriptions/${gone.subscriptionId}/terminate`, { transactionId });
  expect(ended.status).toBe(200);
  const backup = await temkin(['backup', '--to', place], { environment: variables(home) });
  expect([backup.exitCode, backup.complaint]).toEqual([0, '']);
  expect(await first.stop()).toBe(0);
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
  // Upon which transaction somebody was found is kept with it, by an id that leads nowhere.
  const leading = await inStoreOf(target.data, (_, items) =>
    [stays, gone].map(({ personId }) =>
      items.some(
        (stored) =>
          stored.table !== 'outbox' &&
          !stored.partition.startsWith('RB#') &&
          allBytesOf(stored).some((bytes) => Buffer.from(bytes).includes(personId)),
      ),
    ),
  );
  expect(leading).toEqual([true, false]);

  const second = house.start(target);
  const after = await asking(second);
  const upon = await transactionFor(after, 'registrar-giang', 'registration');
  const early = await searched(after, upon, { msisdn: msisdnOf(1) });
  expect(await early.json()).toMatchObject({ code: 'SUBSCRIBER.INDEX_NOT_READY' });
  await openRegistry(after);
  for (const question of [
    { msisdn: msisdnOf(1) },
    { identity: { kind: 'personal', number: identityOf(1) } },
    { name: 'Nguyễn Thị Hoà', birthDate: '1990-01-31' },
  ])
    expect(await found(after, upon, question)).toEqual([stays.personId]);
  for (const question of [{ msisdn: msisdnOf(2) }, { identity: { kind: 'personal', number: identityOf(2) } }])
    expect(await found(after, upon, question)).toEqual([]);
  const caseId = await caseFor(after, 'registrar-hoa', 'correction', stays.personId);
  expect((await lookAt(after, { ...stays, caseId })).equals(face)).toBe(true);
  // The number is free, and its next holder begins anew.
  const next = await register(after, 2, other);
  expect(next.personId).not.toBe(gone.personId);
  expect(await second.stop()).toBe(0);
}, 300_000);
