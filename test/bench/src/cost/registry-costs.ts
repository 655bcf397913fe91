import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { cryptoReady } from '@temkin/crypto';
import { systemRandom } from '@temkin/kernel';
import { registrySweeper } from '@temkin/subscriber';
import { factKeys, SEGMENTS } from '@temkin/subscriber/domain';
import { memoryBlobs } from '../../../support/memory-blobs.ts';
import { TENANT } from '../log/made-events.ts';
import { seededBytes } from '../parcels/seeded-random.ts';
import { startBenchRegistry, type BenchRegistry } from '../registry/bench-registry.ts';
import { loadPeople } from '../registry/load-people.ts';
import {
  askedFor,
  read,
  register,
  rename,
  search,
  strangers,
  type Subscriber,
} from '../registry/registry-requests.ts';
import { countRequests } from './count-requests.ts';
import { itemBytes } from './item-size.ts';
import { medianOf, type Tally } from './tally.ts';

/** What one use case of the registry asks of the store, in a warm process. */
export interface RegistryStep {
  readonly name: string;
  readonly store: Tally;
}

/** What a sweep reads of one number, its share of its holder and of the holder's key with it. */
export interface SweptNumber {
  readonly bytes: number;
  readonly items: number;
  readonly people: number;
}

export interface RegistryCosts {
  readonly steps: readonly RegistryStep[];
  readonly swept: SweptNumber;
}

/** People in the registry: enough that a value of an index is shared by six; what a request costs does not depend on how many. */
const PEOPLE = 200;

/** By other keys, as many people may share no value of an index. */
const SEED = 20_261_123;

/** To which bytes of a number are rounded. */
const BYTES_TOLD = 100;

/** Of each kind of request: one that a process remembers things by, and so many counted. */
const COUNTED = 5;

const stepOf = async (
  { client, bareClient: reader }: BenchRegistry,
  name: string,
  work: readonly (() => Promise<unknown>)[],
): Promise<RegistryStep> => {
  const tallies: Tally[] = [];
  for (const [at, one] of work.entries()) {
    if (at === 0) await one();
    else tallies.push(await countRequests({ client, reader, monthsKept: () => 0 }, one));
  }
  return { name, store: medianOf(tallies) };
};

/** Sweeps everybody, and says what was read of them, as bytes and items: pages are full of those where there are many. */
const sweepOf = async ({ client, table, dependencies }: BenchRegistry): Promise<SweptNumber> => {
  const sweeper = registrySweeper({ ...dependencies(table), registryBlobs: memoryBlobs() });
  let [bytes, items, people, numbers] = [0, 0, 0, 0];
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        if (commandName !== QueryCommand.name) return answer;
        const { Items = [] } = answer.output as QueryCommandOutput;
        items += Items.length;
        bytes += Items.reduce((sum, item) => sum + itemBytes(item), 0);
        return answer;
      },
    { name: 'weigh-items', step: 'initialize' },
  );
  try {
    const { names } = factKeys(systemRandom(32));
    const at = Date.now();
    for (const segment of SEGMENTS)
      for await (const person of sweeper.sweepPeople({ tenant: TENANT, segment, at, names })) {
        people += 1;
        numbers += person.subscriptions.length;
      }
  } finally {
    client.middlewareStack.remove('weigh-items');
  }
  return {
    // An instant that ends in a zero is stored in a byte less.
    bytes: Math.round(bytes / numbers / BYTES_TOLD) * BYTES_TOLD,
    items: items / numbers,
    people: people / numbers,
  };
};

/** Counts what use cases of the registry ask of the store. The same on every machine and in every run. */
export const registryCosts = async (): Promise<RegistryCosts> => {
  await cryptoReady;
  const system = await startBenchRegistry(PEOPLE, seededBytes(SEED));
  try {
    await loadPeople(system, 0, PEOPLE);
    const swept = await sweepOf(system);
    const newcomers: Subscriber[] = [];
    const registering = strangers(PEOPLE, COUNTED + 1).map(
      (one) => async () => newcomers.push(await register(system, one)),
    );
    const registered = await stepOf(system, 'register a person with a number', registering);
    const searched = async (name: string, index: Parameters<typeof search>[1]): Promise<RegistryStep> => {
      const asked = await askedFor(system, index, PEOPLE, COUNTED + 1);
      return stepOf(
        system,
        name,
        asked.map((one) => () => search(system, index, one)),
      );
    };
    return {
      steps: [
        registered,
        await searched('search by number', 'msisdn'),
        await searched('search by name and birth date, six opened', 'nameBirthDate'),
        await stepOf(
          system,
          'read a person and a number',
          newcomers.map((one) => () => read(system, one)),
        ),
        await stepOf(
          system,
          'amend a name',
          newcomers.map((one) => () => rename(system, one)),
        ),
      ],
      swept,
    };
  } finally {
    await system.stop();
  }
};
