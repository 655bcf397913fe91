import { kmsRootKey } from '@temkin/aws';
import { groundwork, ownKeyRing } from '@temkin/composition';
import { keyWrap } from '@temkin/crypto';
import { systemClock, systemRandom } from '@temkin/kernel';
import { sweepCapability } from '@temkin/subscriber';
import type { SweptPerson } from '@temkin/subscriber/domain';
import { expect, it, onTestFinished } from 'vitest';
import { people } from '../../../packages/capabilities/subscriber/src/store/people.ts';
import { personKeys } from '../../../packages/capabilities/subscriber/src/store/person-keys.ts';
import type { RootKeyName } from '../../../cdk/grants.ts';
import type { Deployment } from '../../support/deployment.ts';
import { linesOf } from '../../support/function-process.ts';
import { testKmsClient } from '../../support/kms-simulator.ts';
import { memoryBlobs } from '../../support/memory-blobs.ts';
import { plantedJunk } from '../../support/planted-junk.ts';
import { recordsOfPlanted, storePeople } from '../../support/stored-junk.ts';

const TENANT = 'demo';

const PLANTED: ReadonlySet<string> = new Set([
  'two names on one document',
  'a portrait without time',
  'a fourth on line',
  'an open claim',
  'three on line',
]);

const numbersOf = ({ subscriptions }: SweptPerson): readonly string[] =>
  subscriptions.map(({ subscriptionId }) => subscriptionId);

interface Plan {
  readonly segments: readonly string[];
  readonly buckets: readonly string[];
}

/** A sweep of the registry, handed out as its state machine does. */
export const registrySweep = (system: Deployment): void => {
  it('sweeps the registry part by part, each of them once however often it is asked for, and leaves nothing but hits', async () => {
    const client = testKmsClient(system.kms.endpoint);
    onTestFinished(() => client.destroy());
    const { table } = system.store;
    const surroundings = (name: RootKeyName) => ({
      table,
      rootKey: kmsRootKey({ client, keyId: system.rootKeys(name) }),
      clock: systemClock,
      random: systemRandom,
    });
    const keyRing = ownKeyRing(surroundings('registry'));
    const stores = {
      people: people(table),
      personKeys: personKeys({ table, wrap: keyWrap(keyRing, 'registry', systemRandom) }),
    };
    const junk = plantedJunk().filter(({ what }) => PLANTED.has(what));
    await storePeople(stores, table, TENANT, await recordsOfPlanted(junk.flatMap(({ persons }) => persons)));

    const inBucket = memoryBlobs();
    const { beginSweep, readSweep, listHits } = sweepCapability({
      ...groundwork(surroundings('main')),
      keyRing,
      registryBlobs: inBucket,
    });
    const officer = {
      principal: { tenant: TENANT, id: 'officer', client: 'officer', roles: ['security-officer'] },
      reliedOn: [],
    } as const;
    const { sweepId } = await beginSweep(officer, systemRandom(32));
    const name = { tenant: TENANT, sweepId };

    const worker = system.functions['subscriber-sweep'];
    const ask = (step: string, part = ''): Promise<unknown> => worker.invoke({ step, ...name, part });
    const { segments, buckets } = (await ask('plan')) as Plan;
    expect([segments.length, buckets]).toEqual([256, ['0000']]);
    await expect(ask('finish')).rejects.toThrow(/failed/);
    for (const segment of segments) expect(await ask('segment', segment)).toBe('done');
    expect(await ask('segment', segments[0])).toBe('done');
    for (const bucket of buckets) expect(await ask('bucket', bucket)).toBe('done');
    expect(await ask('plan')).toEqual({ segments: [], buckets: [] });
    expect(await ask('finish')).toBe('done');
    for (const step of ['segment', 'bucket', 'finish']) expect(await ask(step, '00')).toBe('over');

    for (const [at, bytes] of system.registry.objects) await inBucket.putIfAbsent(at, bytes);
    expect([...inBucket.stored.keys()].filter((at) => at.includes('/facts/'))).toEqual([]);
    const { hits } = await listHits(name, { limit: 100 });
    // Other chapters have registered people as well.
    const own = new Set(junk.flatMap(({ persons }) => persons.flatMap(numbersOf)));
    const ofJunk = hits.filter(({ subscriptionIds }) => subscriptionIds.some((id) => own.has(id)));
    const found = ofJunk
      .map(({ rule, subscriptionIds }) => `${rule} ${subscriptionIds.join(' ')}`)
      .toSorted();
    expect(found).toEqual(
      junk
        .flatMap((each) => each.hits)
        .map(({ rule, subscriptionIds }) => `${rule} ${subscriptionIds.join(' ')}`)
        .toSorted(),
    );
    expect(await readSweep(name)).toMatchObject({ state: 'finished' });
    expect(linesOf(worker).map(({ finding }) => finding)).toEqual(['fault']);
  });
};
