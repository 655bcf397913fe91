import {
  holderOfStored,
  openFields,
  SEGMENTS,
  subscriptionOfStored,
  subscriptionRecord,
  type ImportPlan,
  type ImportRow,
  type SubscriberRecord,
} from '@temkin/subscriber/domain';
import { REGISTRY_NOW } from '../support/generated-registry.ts';
import { generatedRows, type PlantedRow } from '../support/generated-rows.ts';
import { ndjson } from '../support/import-files.ts';
import { IMPORTER, importWorld, rejectsOf, type ImportWorld } from './import-world.ts';
import { TENANT } from './registry-world.ts';

/** What is imported, of NDJSON. */
export const planOf = (kind: ImportPlan['kind'], mode: ImportPlan['mode'] = 'strict'): ImportPlan => ({
  form: { format: 'ndjson' },
  mode,
  kind,
});

/** A row with something else. */
export const withFields = (row: ImportRow, holder: object, subscription: object = {}): ImportRow => ({
  ...row,
  record: {
    holder: { ...row.record.holder, ...holder },
    subscription: { ...row.record.subscription, ...subscription },
  },
});

/** Rows of citizens, each with one number that is in service. */
export const citizens = (count: number, seed = 41): readonly ImportRow[] =>
  [...generatedRows(count * 8, seed)]
    .filter(({ record: { holder, subscription } }) => {
      const { ordinal, state } = subscription;
      return holder.kind === 'citizen' && ordinal === 1 && state === 'active';
    })
    .slice(0, count);

/** A registry of the day that the generated one is looked at on. */
export const openWorld = async (wrap?: Parameters<typeof importWorld>[0]): Promise<ImportWorld> => {
  const world = importWorld(wrap);
  world.clock.set(REGISTRY_NOW);
  await world.openIndexes(undefined, 1_000);
  return world;
};

let seed = 0;

/** A seed for an import that no other has. */
export const nextSeed = (): number => (seed += 1);

/** Imports a file to its end, and answers what it came to. */
export const bring = async (world: ImportWorld, plan: ImportPlan, text: string, rowsOfPart = 1_000) => {
  const importId = await world.send(plan, text, { rowsOfPart, seed: nextSeed() });
  await world.imports.beginImport(IMPORTER, importId);
  const { ended } = await world.workOff();
  if (ended === 0) await world.workOff();
  const { known, counts } = await world.imports.showImport(IMPORTER, importId);
  return { importId, state: known.state, counts, rejects: await rejectsOf(world, importId) };
};

/** A record as it is kept. */
export interface KeptRecord {
  readonly record: SubscriberRecord;
  readonly version: number;
}

/** Every record of the registry, opened whole, by its number. */
export const recordsOf = async ({ stores }: ImportWorld): Promise<ReadonlyMap<string, KeptRecord>> => {
  const records = new Map<string, KeptRecord>();
  for (const segment of SEGMENTS)
    for (const { subscription } of (await stores.people.page(TENANT, segment)).records) {
      if (subscription === undefined) continue;
      const { personId, subscriptionId, clear, standing, sealed, version } = subscription;
      const [person, key] = await Promise.all([
        stores.people.find(TENANT, personId),
        stores.personKeys.find(TENANT, personId),
      ]);
      if (person === undefined || key === undefined) throw new Error('a number without a holder');
      const ofPerson = { tenant: TENANT, personId, record: 'person' } as const;
      const ofNumber = { tenant: TENANT, personId, record: subscriptionRecord(subscriptionId) };
      const record = {
        holder: holderOfStored({
          clear: person.clear,
          texts: openFields(key, ofPerson, person.sealed, Object.keys(person.sealed)),
        }),
        subscription: subscriptionOfStored({
          clear: { ...clear, state: standing.state },
          texts: openFields(key, ofNumber, sealed, Object.keys(sealed)),
        }),
      };
      records.set(record.subscription.msisdn ?? '', { record, version });
    }
  return records;
};

export const FEW = 120;

export const LEGACY: ImportPlan = { form: { format: 'ndjson' }, mode: 'legacy', kind: 'full' };

export const fileOf = (planted: readonly PlantedRow[]): string => ndjson(planted.map(({ row }) => row));
