import type { Recorder } from '@temkin/audit-event';
import { keyWrap, type KeyRing } from '@temkin/crypto';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { bases } from './store/bases.ts';
import { dropEntries } from './store/drop-entries.ts';
import { fillEntries } from './store/fill-entries.ts';
import { holderClaims } from './store/holder-claims.ts';
import { freeEntries } from './store/free-entries.ts';
import { indexedCompanies } from './store/indexed-companies.ts';
import { indexEntries } from './store/index-entries.ts';
import { indexKeys } from './store/index-keys.ts';
import { indexStates } from './store/index-states.ts';
import { pendingImages } from './store/pending-images.ts';
import { people } from './store/people.ts';
import { personKeys } from './store/person-keys.ts';
import { timelines } from './store/timelines.ts';
import { walkProgress } from './store/walk-progress.ts';
import { amendPerson } from './usecases/amend-person.ts';
import { backfillIndex } from './usecases/backfill-index.ts';
import { beginIndexing } from './usecases/begin-index.ts';
import { findByIndex } from './usecases/find-by-index.ts';
import { moveSubscription } from './usecases/move-subscription.ts';
import { newPerson } from './usecases/new-person.ts';
import { newSubscription } from './usecases/new-subscription.ts';
import { purgeGeneration } from './usecases/purge-generation.ts';
import { readPerson } from './usecases/read-person.ts';
import type { Registry } from './usecases/registry.ts';

/** What the registry stands on. */
export interface RegistryDependencies {
  readonly table: Table;
  /** Purpose `registry`: opens people. */
  readonly keyRing: KeyRing;
  /** Purpose `registry-index`, under another root key: finds people, and opens none. */
  readonly indexKeyRing: KeyRing;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** The stores of the registry. */
export const registryStores = (dependencies: RegistryDependencies): Registry => {
  const { table, keyRing, indexKeyRing, recorder, clock, random } = dependencies;
  const [entries, states, kept] = [indexEntries(table), indexStates(table), people(table)];
  return {
    recorder,
    people: kept,
    personKeys: personKeys({ table, wrap: keyWrap(keyRing, 'registry', random) }),
    images: pendingImages({ table, wrap: keyWrap(keyRing, 'registry', random) }),
    entries,
    states,
    indexed: indexedCompanies(table),
    indexKeys: indexKeys({ table, wrap: keyWrap(indexKeyRing, 'registry-index', random), clock }),
    fill: fillEntries({ table, entries, states, random }),
    drop: dropEntries({ table, entries, random }),
    free: freeEntries({ entries, people: kept }),
    progress: walkProgress(table),
    bases: bases(table),
    claims: holderClaims(table),
    timelines: timelines(table),
    clock,
    random,
  };
};

/** Wires how people are kept, found, and how their indexes are made. */
export const subscriberRegistry = (dependencies: RegistryDependencies) => {
  const registry = registryStores(dependencies);
  return {
    newPerson: newPerson(registry),
    newSubscription: newSubscription(registry),
    amendPerson: amendPerson(registry),
    readPerson: readPerson(registry),
    moveSubscription: moveSubscription(registry),
    findByIndex: findByIndex(registry),
    beginIndex: beginIndexing(registry),
    backfillIndex: backfillIndex(registry),
    purgeGeneration: purgeGeneration(registry),
  };
};
