import { createWriter, recorder } from '@temkin/audit-event';
import { keyRing } from '@temkin/crypto';
import {
  createTables,
  dynamoClient,
  dynamoTable,
  EMULATOR_CREDENTIALS,
  EMULATOR_REGION,
} from '@temkin/dynamodb';
import { eventIds, systemClock, systemRandom, type RandomBytes } from '@temkin/kernel';
import { tableWrappedKeys, type Table } from '@temkin/storage';
import { subscriberRegistry, type RegistryDependencies } from '@temkin/subscriber';
import { INDEX_NAMES } from '@temkin/subscriber/domain';
import { startStore } from '../../../../packages/runtimes/local/src/store/index.ts';
import { memoryRootKey } from '../../../support/memory-root-key.ts';
import { sha256 } from '../../../support/sha256.ts';
import { ACTOR, TENANT } from '../log/made-events.ts';

/** Who registers, searches and reads in the bench. */
export const REGISTRAR = {
  principal: { tenant: TENANT, id: 'registrar', client: 'counter', roles: ['registrar'] },
  reliedOn: [],
} as const;

/** The registry of one company in this process, over an embedded store in memory; nobody is in it. */
export interface BenchRegistry {
  readonly registry: ReturnType<typeof subscriberRegistry>;
  /** What it stands on, over another table: whoever loads or sweeps takes it from here. */
  readonly dependencies: (table: Table) => RegistryDependencies;
  /** The client under the registry, whose requests can be recorded and counted. */
  readonly client: ReturnType<typeof dynamoClient>;
  /** Another client, configured alike, for the same requests bare. */
  readonly bareClient: ReturnType<typeof dynamoClient>;
  readonly prefix: string;
  readonly table: Table;
  readonly stop: () => Promise<void>;
}

/** Starts it with every index made, its hashes as long as so many people want; who shares a value of one, the keys decide. */
export const startBenchRegistry = async (
  people: number,
  random: RandomBytes = systemRandom,
): Promise<BenchRegistry> => {
  const store = await startStore();
  const newClient = () =>
    dynamoClient({ endpoint: store.endpoint, region: EMULATOR_REGION, credentials: EMULATOR_CREDENTIALS });
  const [client, bareClient] = [newClient(), newClient()];
  const prefix = 'bench-';
  await createTables(client, prefix);
  const table = dynamoTable({ client, prefix });
  const clock = systemClock;
  const ring = () =>
    keyRing({
      rootKey: memoryRootKey(),
      wrappedKeys: tableWrappedKeys(table, clock),
      clock,
      random,
      epochs: 'shared',
    });
  const [peopleKeys, indexKeyRing] = [ring(), ring()];
  const dependencies = (through: Table): RegistryDependencies => ({
    table: through,
    keyRing: peopleKeys,
    indexKeyRing,
    recorder: recorder({
      table: through,
      clock,
      newEventId: eventIds(clock, random),
      writer: createWriter(random, clock),
      actors: { of: async () => ACTOR },
      sha256,
    }),
    clock,
    random,
  });
  const registry = subscriberRegistry(dependencies(table));
  for (const index of INDEX_NAMES) {
    await registry.beginIndex(REGISTRAR, { index, generation: 1, holders: people });
    await registry.backfillIndex(REGISTRAR, { index, isNobodyThere: true });
  }
  return {
    registry,
    dependencies,
    client,
    bareClient,
    prefix,
    table,
    stop: async () => {
      client.destroy();
      bareClient.destroy();
      await store.stop();
    },
  };
};
