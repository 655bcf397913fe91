import { classifications, tables, type Classification, type ItemKind } from '@temkin/storage';
import type { StoredItem } from './stored-items.ts';

/** A template of the schema as a pattern: parts are percent-encoded, so `#` only divides. */
const patternOf = (template: string): RegExp => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^#]+')}$`);

/** The kinds of the schema whose key templates an item fits, as `table.kind`: exactly one, where all is well. */
export const kindsOf = ({ table, partition, sort }: StoredItem): readonly string[] =>
  Object.entries<ItemKind>(tables[table].items)
    .filter(([, kind]) => patternOf(kind.partition).test(partition) && patternOf(kind.sort).test(sort))
    .map(([name]) => `${table}.${name}`);

/**
 * Kinds that a declared call leaves. A server in a process of its own goes by the clock of its machine, and calls are declared
 * from seven in the morning to nine in the evening, Vietnam time: what must not depend on the hour declares none, and these are searched
 * where the clock is the test's (test/http/call-canaries.test.ts).
 */
export const CALL_HOUR_KINDS: readonly string[] = [
  'call-keys.callKey',
  'calls.boundLine',
  'calls.callHistory',
  'calls.callIntent',
  'calls.callOfNumber',
  'calls.checkable',
  'calls.dueCall',
  'calls.livePair',
  'calls.liveShipper',
  'calls.parcelCalls',
  'calls.spentBudget',
  'requests.seenIdentity',
];

/** Kinds of the subscriber registry: searched where its use cases run (test/unit/registry-canaries.test.ts). */
export const REGISTRY_KINDS: readonly string[] = [
  'subscribers.person',
  'subscribers.subscription',
  'subscribers.subscriptionHolder',
  'subscribers.verification',
  'subscribers.basis',
  'subscribers.boundPerson',
  'subscribers.timeline',
  'subscribers.finding',
  'subscribers.order',
  'subscribers.reconciliation',
  'subscribers.difference',
  'subscribers.dueWork',
  'subscriber-keys.personKey',
  'subscriber-keys.pendingImage',
  'subscriber-index.personEntry',
  'subscriber-index.liveEntry',
  'subscriber-index.subscriptionEntry',
  'subscriber-index.indexGenerations',
  'subscriber-index.indexKey',
  'subscriber-index.holderClaim',
  'subscriber-index.indexedCompany',
  'subscriber-index.walkProgress',
  'requests.registrySearches',
  'requests.numberCode',
  'registry-bulk.import',
  'registry-bulk.importKey',
  'registry-bulk.importPart',
  'registry-bulk.importReject',
  'registry-bulk.openImport',
  'registry-bulk.parityStep',
  'registry-bulk.parityMet',
  'registry-bulk.parityUnmet',
  'registry-bulk.export',
  'registry-bulk.exportKey',
  'registry-bulk.exportPart',
  'registry-bulk.openExport',
];

/** Kinds of sweeps of the registry, searched where they are worked off (test/unit/sweep-canaries.test.ts). */
export const SWEEP_KINDS: readonly string[] = [
  'registry-sweeps.sweep',
  'registry-sweeps.runningSweep',
  'registry-sweeps.laidSweep',
  'registry-sweeps.sweptPart',
  'registry-sweeps.sweepKey',
];

/** Kinds of what people and authorities ask of the registry: searched where its use cases run (test/unit/rights-canaries.test.ts). */
export const RIGHTS_KINDS: readonly string[] = [
  'requests.selfCheck',
  'subscriber-rights.claim',
  'subscriber-rights.claimReceipt',
  'subscriber-rights.claimedNumber',
  'subscriber-rights.dataRequest',
  'subscriber-rights.authorityRequest',
  'subscriber-rights.handover',
  'subscriber-rights.docket',
];

/**
 * Kinds that no request of a first day writes: how far the shredder has come and what it could not do, a restore under way and what it
 * leaves of calls,
 * what is counted where the gate of custody does not enforce, which it does until the day after, and what is announced to
 * webhooks, which begins a minute after the first of them, or could not be sent for days; an event, which may be in the log
 * before anybody looks; a bundle of a log that is full; whose logs there are and how far their outbox is drained, which is
 * written once a minute; what a declared call leaves; the registry, and what is asked of it.
 */
export const UNASKED_KINDS: readonly string[] = [
  'parcels.shredProgress',
  'parcels.shredFailure',
  'parcels.gatedReads',
  'outbox.event',
  'log-heads.listed',
  'log-index.bundle',
  'log-heads.drained',
  'tenant-keys.restoring',
  'webhooks.announcement',
  'webhooks.deadMessage',
  'calls.lostCalls',
  ...CALL_HOUR_KINDS,
  ...REGISTRY_KINDS,
  ...SWEEP_KINDS,
  ...RIGHTS_KINDS,
];

/** Fields of an item with the class the schema gives each; undefined for one that it does not know. */
export const classified = (
  stored: StoredItem,
): readonly { readonly name: string; readonly class?: Classification }[] => {
  const fields = Object.entries<Readonly<Record<string, Classification>>>(classifications[stored.table]).find(
    ([kind]) => kindsOf(stored).includes(`${stored.table}.${kind}`),
  )?.[1];
  return Object.keys(stored.item).map((name) => {
    const found = fields?.[name];
    return { name, ...(found !== undefined && { class: found }) };
  });
};
