import { createWriter, fromEntry, recorder, type OcsfEvent } from '@temkin/audit-event';
import { keyRing } from '@temkin/crypto';
import { eventIds, systemRandom, toHex, utf8 } from '@temkin/kernel';
import { bytesOf, tableWrappedKeys, type StoredItem, type Table } from '@temkin/storage';
import {
  registryDue,
  registryFindings,
  registryStores,
  subscriberRegistry,
  verifyingStores,
  type DueDependencies,
  type RegistryDependencies,
  type NewNumber,
  type NewPerson,
  type PersonReading,
} from '@temkin/subscriber';
import {
  INDEX_NAMES,
  namedImages,
  type IndexName,
  type IndexQuestion,
  type PartyRecord,
  type Shown,
} from '@temkin/subscriber/domain';
import { memoryRootKey } from '../support/memory-root-key.ts';
import { memoryTable, type MemoryTable } from '../support/memory-table.ts';
import { sha256 } from '../support/sha256.ts';
import { testClock } from '../support/test-clock.ts';

export const TENANT = 'demo';

const NOON = Date.UTC(2026, 10, 22, 5);

export const MINUTE = 60_000;

export const REGISTRAR = {
  principal: { tenant: TENANT, id: 'registrar-1', client: 'registrar-1', roles: ['registrar'] },
  reliedOn: [],
} as const;

/** A registry in memory. `wrap` puts something before its table. */
export const registryWorld = (wrap: (memory: MemoryTable) => Table = (memory) => memory) => {
  const memory = memoryTable();
  const table = wrap(memory);
  const clock = testClock(NOON);
  const ring = keyRing({
    rootKey: memoryRootKey(),
    wrappedKeys: tableWrappedKeys(memory, clock),
    clock,
    random: systemRandom,
    epochs: 'shared',
  });
  const indexRing = keyRing({
    rootKey: memoryRootKey(),
    wrappedKeys: tableWrappedKeys(memory, clock),
    clock,
    random: systemRandom,
    epochs: 'shared',
  });
  const dependencies = (through: Table) => ({
    table: through,
    keyRing: ring,
    indexKeyRing: indexRing,
    recorder: recorder({
      table: through,
      clock,
      newEventId: eventIds(clock, systemRandom),
      writer: createWriter(systemRandom, clock),
      actors: { of: async (tenant: string, actor: string) => `${tenant}/${actor}` },
      sha256,
    }),
    clock,
    random: systemRandom,
  });

  return {
    memory,
    /** What a registry of its own stands on, on another table or the same one. */
    dependencies: (through: Table = table) => dependencies(through),
    clock,
    registry: subscriberRegistry(dependencies(table)),
    stores: verifyingStores(dependencies(table)),
    /** What works off the clocks, on another table, or the same one. */
    due: (outside: Omit<DueDependencies, keyof RegistryDependencies>, through: Table = table) =>
      registryDue({ ...dependencies(through), ...outside }),
    /** What is found of numbers, through another table, or the same one. */
    findings: (through: Table = table) => registryFindings(dependencies(through)),
    /** Another process on another table, or the same one. */
    process: (through: Table = table) => subscriberRegistry(dependencies(through)),
    /** Makes the first generation of indexes, past whatever is before the table. */
    openIndexes: async (indexes: readonly IndexName[] = INDEX_NAMES, holders?: number) => {
      const registry = subscriberRegistry(dependencies(memory));
      for (const index of indexes) {
        await registry.beginIndex(REGISTRAR, {
          index,
          generation: 1,
          ...(holders !== undefined && { holders }),
        });
        await registry.backfillIndex(REGISTRAR, { index });
      }
    },
    /** Brings images under the names that a record has for them, past whatever is before the table. */
    bringNamed: async (record: Parameters<typeof namedImages>[0]): Promise<void> => {
      const { images } = registryStores(dependencies(memory));
      for (const { imageId, sha256: hash } of namedImages(record)) {
        const image = {
          imageId,
          sha256: hash,
          key: systemRandom(32),
          endsAt: clock.now() + 24 * 60 * MINUTE,
        };
        await memory.transact(await images.putWrites(TENANT, image), toHex(systemRandom(16)));
      }
    },
    items: (name: string): readonly StoredItem[] => memory.items().filter(({ key }) => key.table === name),
    entriesOf: (index: IndexName, generation: number): readonly StoredItem[] =>
      memory.items().filter(({ key }) => key.partition.startsWith(`X#${TENANT}#${index}#${generation}#`)),
    events: (): readonly OcsfEvent[] =>
      memory
        .items()
        .filter(({ key }) => key.table === 'outbox')
        .map(({ item }) => fromEntry(bytesOf(item, 'entry')))
        .toSorted((a, b) => (a.metadata.uid < b.metadata.uid ? -1 : 1)),
  };
};

export type RegistryWorld = ReturnType<typeof registryWorld>;

/** A seed of its own for everybody who is registered. */
export const seedOf = (n: number): Uint8Array => utf8(`seed of ${n}`.padEnd(32, '.').slice(0, 32));

/** A word of letters that is n's alone. */
const wordOf = (n: number): string => Array.from(String(n), (digit) => 'BCDGHKLMNP'[Number(digit)]).join('');

/** Person n of a made-up people, of whom no two have anything in common but a commune. */
export const citizen = (n: number) =>
  ({
    name: `Nguyễn Thị ${wordOf(n)}`,
    birthDate: `19${String(50 + (n % 50))}-0${1 + (n % 9)}-1${n % 10}`,
    identity: { kind: 'personal', number: `001190${String(n).padStart(6, '0')}` },
    address: { printed: `Số ${n} ngõ 12 phố Đội Cấn`, communeCode: '00004' },
  }) as const satisfies PartyRecord;

/** The number of person n. */
export const numberOf = (n: number): string => `+8491${String(n).padStart(7, '0')}`;

/** A number that begins, and waits for its holder's verification. */
export const beginning = (msisdn: string): NewNumber => ({
  subscription: { msisdn, use: 'person', payment: 'prepaid', channel: 'own-fixed', ordinal: 1 },
  standing: { state: 'pending', holds: [] },
});

/** Person n, or a citizen with something else, with number n. */
export const registration = (n: number, party: PartyRecord = citizen(n)): NewPerson => ({
  holder: { kind: 'citizen', ...party },
  number: beginning(numberOf(n)),
});

/** What is searched with in order to find person n by an index. */
export const askedBy = (index: IndexName, n: number): { index: IndexName; question: IndexQuestion } => ({
  index,
  question: { ...citizen(n), msisdn: numberOf(n) },
});

/** What a registrar reads of who stands at the counter. */
export const readingOf = (personId: string, shown: Shown = 'full'): PersonReading => ({
  personId,
  fields: { name: shown, birthDate: shown, identity: shown, address: shown },
  purpose: 'registration',
  basis: { kind: 'transaction', reference: 'transaction-1' },
});
