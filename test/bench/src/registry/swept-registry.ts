import { keyRing, keyWrap } from '@temkin/crypto';
import { systemRandom } from '@temkin/kernel';
import { tableWrappedKeys, type Table } from '@temkin/storage';
import { registryStores, registrySweeper } from '@temkin/subscriber';
import {
  factKeys,
  factsOf,
  judgePerson,
  openFields,
  SEGMENTS,
  subscriptionRecord,
  sweepTerms,
} from '@temkin/subscriber/domain';
import { SWEPT_FIELDS } from '../../../../packages/capabilities/subscriber/src/usecases/swept-person.ts';
import { generatedRegistry, REGISTRY_NOW } from '../../../support/generated-registry.ts';
import { memoryBlobs } from '../../../support/memory-blobs.ts';
import { memoryRootKey } from '../../../support/memory-root-key.ts';
import { memoryTable } from '../../../support/memory-table.ts';
import { recordOfGenerated, storePeople } from '../../../support/stored-junk.ts';
import { testClock } from '../../../support/test-clock.ts';
import { TENANT } from '../log/made-events.ts';

const SEED = 20_261_123;

/** A table that answers what it was asked before without looking: what is left is what its reader makes of it. */
const remembering = (table: Table): Table => {
  const answers = new Map<string, ReturnType<Table['query']>>();
  return {
    ...table,
    query: (range) => {
      const name = JSON.stringify(range);
      const answer = answers.get(name) ?? table.query(range);
      answers.set(name, answer);
      return answer;
    },
  };
};

/** A registry in memory, so that what is timed is the sweep and no store. */
export const sweptRegistry = async (people: number) => {
  const table = memoryTable();
  const clock = testClock(REGISTRY_NOW);
  const ring = keyRing({
    rootKey: memoryRootKey(),
    wrappedKeys: tableWrappedKeys(table, clock),
    clock,
    random: systemRandom,
    epochs: 'shared',
  });
  // A sweep of what is there records nothing.
  const recorder = { commit: () => Promise.reject(new Error('nothing is recorded here')) };
  const dependencies = { table, keyRing: ring, indexKeyRing: ring, recorder, clock, random: systemRandom };
  const { people: store, personKeys } = registryStores(dependencies);
  const records = await Promise.all([...generatedRegistry(people, SEED)].map(recordOfGenerated));
  await storePeople({ people: store, personKeys }, table, TENANT, records);

  const { sweepPeople } = registrySweeper({
    ...dependencies,
    table: remembering(table),
    registryBlobs: memoryBlobs(),
  });
  const { names } = factKeys(systemRandom(32));
  const terms = sweepTerms(REGISTRY_NOW);

  /** Reads a segment as a sweep does, judges its people, and makes the facts of its numbers; answers how many people. */
  const sweep = async (segment: string): Promise<number> => {
    let swept = 0;
    for await (const person of sweepPeople({ tenant: TENANT, segment, at: REGISTRY_NOW, names })) {
      judgePerson(person, terms);
      factsOf(person);
      swept += 1;
    }
    return swept;
  };

  const wrap = keyWrap(ring, 'registry', systemRandom);
  const sealed = new Map(
    await Promise.all(
      SEGMENTS.map(async (segment) => {
        const { records: stored } = await store.page(TENANT, segment);
        const wrapped = await Promise.all(
          stored
            .flatMap(({ person }) => person ?? [])
            .map(async ({ personId }) => ({
              personId,
              wrapped: await wrap.wrap(
                TENANT,
                (await personKeys.find(TENANT, personId)) ?? new Uint8Array(),
                personId,
              ),
            })),
        );
        return [segment, { stored, wrapped }] as const;
      }),
    ),
  );

  /** Opens what a sweep opens of a segment that lies in memory: the keys of its people, and the fields; answers how many people. */
  const decrypt = async (segment: string): Promise<number> => {
    const { stored = [], wrapped = [] } = sealed.get(segment) ?? {};
    const keys = new Map<string, Uint8Array>();
    for (const { personId, wrapped: key } of wrapped)
      keys.set(personId, (await wrap.unwrap(TENANT, key, personId)) ?? new Uint8Array());
    for (const { person, subscription } of stored) {
      const key = keys.get((person ?? subscription)?.personId ?? '');
      if (key === undefined) throw new Error('somebody has no key');
      if (person !== undefined)
        openFields(
          key,
          { tenant: TENANT, personId: person.personId, record: 'person' },
          person.sealed,
          SWEPT_FIELDS.person,
        );
      if (subscription !== undefined) {
        const { personId, subscriptionId } = subscription;
        const record = subscriptionRecord(subscriptionId);
        openFields(key, { tenant: TENANT, personId, record }, subscription.sealed, SWEPT_FIELDS.subscription);
      }
    }
    return wrapped.length;
  };

  return { sweep, decrypt };
};
