import { sharedKeyRing } from '@temkin/composition';
import { cryptoReady, keyWrap } from '@temkin/crypto';
import { systemClock, systemRandom } from '@temkin/kernel';
import type { JunkHit } from '@temkin/subscriber/domain';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { people } from '../../packages/capabilities/subscriber/src/store/people.ts';
import { personKeys } from '../../packages/capabilities/subscriber/src/store/person-keys.ts';
import { registryDirectory } from '../../packages/runtimes/local/src/data-directory/index.ts';
import { openRootKeyFile } from '../../packages/runtimes/local/src/keys/index.ts';
import { temkin } from '../support/command-line.ts';
import { REGISTRY_DAY } from '../support/generated-registry.ts';
import { recordsOfPlanted, storePeople } from '../support/stored-junk.ts';
import { serverHouse, type ServerProcess } from '../support/server-process.ts';
import { inRunningStoreOf } from '../support/stored-items.ts';
import { countsOf, planted as all, shown } from '../unit/sweep-world.ts';

const house = await serverHouse();
const home = house.home('swept');

/** A few of each rule that say the same tomorrow: no day makes another thing of them, and no clock of the registry runs. */
const planted = all.filter(
  ({ persons }) =>
    persons.length <= 4 &&
    persons.every(
      ({ birthDate = '', subscriptions }) =>
        !birthDate.startsWith('1915') &&
        subscriptions.every(
          ({ foundWrongAt, deviceChangedAt, documentExpiresOn }) =>
            (foundWrongAt ?? deviceChangedAt) === undefined && documentExpiresOn !== REGISTRY_DAY,
        ),
    ),
);

const expected = planted.flatMap(({ hits }) => hits);

const numbers = planted.flatMap(({ persons }) => persons.flatMap(({ subscriptions }) => subscriptions));

/** Puts people into the store of a server that runs, under its keys. */
const plant = async (): Promise<void> => {
  await cryptoReady;
  const { rootKey } = await openRootKeyFile(home.keyFile, systemRandom);
  const records = await recordsOfPlanted(planted.flatMap(({ persons }) => persons));
  await inRunningStoreOf(home.data, async (table) => {
    const keyRing = sharedKeyRing({
      table,
      clock: systemClock,
      random: systemRandom,
      rootKey: rootKey('registry'),
    });
    const wrap = keyWrap(keyRing, 'registry', systemRandom);
    await storePeople(
      { people: people(table), personKeys: personKeys({ table, wrap }) },
      table,
      'demo',
      records,
    );
  });
};

interface Sweep {
  readonly sweepId: string;
  readonly state: 'running' | 'finished';
  readonly segments: { readonly done: number; readonly of: number };
  readonly numbers: number;
  readonly hits: readonly { readonly rule: string; readonly count: number }[];
}

/** Asks about sweeps as the security officer. */
const officerOf = async (server: ServerProcess) => {
  const officer = (await server.client()).as('security-ha');
  return async <Body>(method: string, path = ''): Promise<Body> => {
    const { status, body } = await officer.send<Body>(method, `/v1/registry/sweeps${path}`);
    if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };
};

/** Begins sweeps until one is killed while some of its parts are done and others are not. */
const killedAmid = async (server: ServerProcess): Promise<string> => {
  const ask = await officerOf(server);
  for (let tries = 0; tries < 5; tries += 1) {
    const { sweepId } = await ask<Pick<Sweep, 'sweepId'>>('POST');
    for (;;) {
      const { state, segments } = await ask<Sweep>('GET', `/${sweepId}`);
      if (state === 'finished') break;
      if (segments.done > 0 && segments.done < segments.of) {
        await server.kill9();
        return sweepId;
      }
      await sleep(10);
    }
  }
  throw new Error('no sweep could be killed amid');
};

const finished = async (server: ServerProcess, sweepId: string): Promise<Sweep> => {
  const ask = await officerOf(server);
  for (;;) {
    const sweep = await ask<Sweep>('GET', `/${sweepId}`);
    if (sweep.state === 'finished') return sweep;
    await sleep(250);
  }
};

const hitsOf = async (server: ServerProcess, sweepId: string): Promise<readonly JunkHit[]> => {
  const ask = await officerOf(server);
  const hits: JunkHit[] = [];
  let cursor: string | undefined;
  do {
    const path: string = `/${sweepId}/hits${cursor === undefined ? '' : `?cursor=${cursor}`}`;
    const page = await ask<{ readonly hits: readonly JunkHit[]; readonly cursor?: string }>('GET', path);
    hits.push(...page.hits);
    ({ cursor } = page);
  } while (cursor !== undefined);
  return hits;
};

it('a sweep whose server is killed amid is finished by the next: all that is planted once, nothing else, the report whole', async () => {
  const first = house.start(home);
  await first.origin;
  await plant();
  const sweepId = await killedAmid(first);

  const second = house.start(home);
  const sweep = await finished(second, sweepId);
  expect(sweep).toMatchObject({ segments: { done: 256, of: 256 }, numbers: numbers.length });
  const hits = await hitsOf(second, sweepId);
  expect(shown(hits)).toEqual(shown(expected));
  expect(Object.fromEntries(sweep.hits.map(({ rule, count }) => [rule, count]))).toEqual(countsOf(expected));
  expect(new Set(hits.map(({ key }) => key)).size).toBe(hits.length);

  const out = join(house.directory, 'report.json');
  const saved = await temkin(
    ['registry', 'sweep', 'report', '--sweep', sweepId, '--out', out, '--api', await second.origin],
    { environment: { TEMKIN_TOKEN: await second.tokenFor('security-ha') } },
  );
  expect([saved.exitCode, saved.complaint]).toEqual([0, '']);
  const report = JSON.parse(await readFile(out, 'utf8')) as {
    readonly rules: readonly { readonly hits: number; readonly listed: readonly unknown[] }[];
  };
  for (const count of ['hits', 'listed'] as const)
    expect(
      report.rules.reduce((sum, rule) => sum + (count === 'hits' ? rule.hits : rule.listed.length), 0),
    ).toBe(expected.length);
  const blobs = await readdir(registryDirectory(home.data), { recursive: true });
  expect(blobs.filter((name) => name.includes('/facts/') && name.endsWith(',blob'))).toEqual([]);
  expect(await second.stop()).toBe(0);
}, 300_000);
