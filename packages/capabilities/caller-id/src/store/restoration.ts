import type { OcsfEvent } from '@temkin/audit-event';
import { inForce } from '@temkin/kernel';
import { numberOf, optional, partsOf, textOf, type Item, type Restoration } from '@temkin/storage';
import { LIVE_STATES, retiredNumberDays, type CallState, type NumberState } from '../domain/index.ts';
import { lostCallsItem, type LostCalls } from './lost-calls.ts';

const DAY_MILLISECONDS = 86_400_000;

/** What only a live call has beside it. */
const LIVE_KINDS = ['liveShipper', 'livePair', 'dueCall'] as const;

/** What became of a live call that its shipper, or its shipper's suspension, ended since. */
const TAKEN_BACK: Readonly<Record<string, CallState>> = {
  'call.cancel': 'cancelled',
  'call.revoke': 'revoked',
};

const RETIRED_ENTRIES: ReadonlySet<string> = new Set(['staff-number.retire', 'collection-account.retire']);

/** What events did, and to what they did it: the ids of these resources, with the event. */
const doneTo = (
  events: readonly OcsfEvent[],
  isMeant: (operation: string) => boolean,
  isAbout: (type: string) => boolean = () => true,
): ReadonlyMap<string, OcsfEvent> =>
  new Map(
    events
      .filter(({ api, unmapped }) => unmapped.outcome === 'allowed' && isMeant(api.operation))
      .flatMap((event) =>
        event.resources.filter(({ type }) => isAbout(type)).map(({ uid }) => [uid, event] as const),
      ),
  );

/** A call that rang was made, and whoever was called may ask for it or report it; one that had not is as one that never did. */
const endOf = (state: CallState): CallState =>
  state === 'ringing' || state === 'answered' ? 'ended' : 'expired';

const ended = (item: Item, state: CallState): Item => ({
  ...item,
  state,
  endedAt: optional(numberOf, item, 'endedAt') ?? numberOf(item, 'createdAt'),
  version: numberOf(item, 'version') + 1,
});

const retired = (item: Item, retiredAt: number): Item => ({
  ...item,
  state: 'retired' satisfies NumberState,
  retiredAt,
  version: numberOf(item, 'version') + 1,
});

/** The entry of a register that an item is, or leads to. */
const entryOf = (item: Item): string | undefined =>
  optional(textOf, item, 'staffNumberId') ?? optional(textOf, item, 'accountId');

/**
 * Brings calls back as over: their keys are in no backup, so none of them reaches anybody, and whoever signs or answers for
 * one would answer for a call that nobody makes. Shippers and numbers come back free; a number that was retired since comes
 * back retired, and held for as long as it was to be. A shipper's telephone and an account that were retired since stay gone, with
 * all that leads to them; so does what leads to an entry that the backup lacks, which nobody could retire. Of calls that were declared
 * since the backup only the time comes back, lest somebody's report of one make a forgery of it.
 */
export const callRestoration = (events: readonly OcsfEvent[], lost: LostCalls): Restoration => {
  const takenBack = doneTo(events, (operation) => TAKEN_BACK[operation] !== undefined);
  const retirements = doneTo(
    events,
    (operation) => operation === 'number.retire',
    (type) => type === 'number',
  );
  const gone = doneTo(events, (operation) => RETIRED_ENTRIES.has(operation));
  /** Entries that the backup has, and numbers of it that were retired since, by when. */
  const entries = new Set<string>();
  const retiredNumbers = new Map<string, number>();
  /** Companies that make calls. */
  const tenants = new Set<string>();

  return {
    studies: ['calls'],
    tables: ['calls'],
    study: ({ key, item }) => {
      const entry =
        partsOf('calls', 'staffNumber', key)?.staffNumberId ??
        partsOf('calls', 'collectionAccount', key)?.accountId;
      if (entry !== undefined) entries.add(entry);
      const pooled = partsOf('calls', 'poolNumber', key);
      if (pooled !== undefined) tenants.add(pooled.tenant);
      if (pooled === undefined || item.state === 'retired') return;
      const at = retirements.get(textOf(item, 'numberId'))?.time;
      if (at !== undefined) retiredNumbers.set(JSON.stringify([pooled.tenant, pooled.number]), at);
    },
    missing: () => [...tenants].map((tenant) => lostCallsItem(tenant, lost)),
    bring: ({ key, item }) => {
      if (LIVE_KINDS.some((kind) => partsOf('calls', kind, key) !== undefined)) return undefined;
      const entry = entryOf(item);
      if (entry !== undefined && (gone.has(entry) || !entries.has(entry))) return undefined;
      if (partsOf('calls', 'callIntent', key) !== undefined) {
        const state = textOf(item, 'state') as CallState;
        if (!LIVE_STATES.includes(state)) return item;
        const since = takenBack.get(textOf(item, 'intentId'))?.api.operation ?? '';
        return ended(item, TAKEN_BACK[since] ?? endOf(state));
      }
      const [pooled, owned] = [partsOf('calls', 'poolNumber', key), partsOf('calls', 'ownedNumber', key)];
      const tenant = pooled?.tenant ?? (owned && textOf(item, 'tenant'));
      const at = retiredNumbers.get(JSON.stringify([tenant, (pooled ?? owned)?.number]));
      if (at === undefined) return item;
      return pooled === undefined
        ? { ...item, heldUntil: at + inForce(retiredNumberDays, at).value * DAY_MILLISECONDS }
        : retired(item, at);
    },
  };
};
