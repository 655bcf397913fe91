import type { EventDraft } from '@temkin/audit-event';
import type { Caller, Receipt, ReliedOn } from '@temkin/kernel';
import {
  INDEX_NAMES,
  definitionOf,
  namedImages,
  sealFields,
  searched,
  storedHolder,
  storedSubscription,
  subscriptionRecord,
  type HolderRecord,
  type ImageKeys,
  type OpenSubscription,
  type Standing,
  type SubscriptionRecord,
} from '../domain/index.ts';
import type { IndexEntry } from '../store/index-entries.ts';
import { copyOf, type IndexStates } from '../store/index-states.ts';
import { isLive, type SealedSubscription } from '../store/record-item.ts';
import { idFrom } from './id-from.ts';
import { adoptImages } from './images/adopt-images.ts';
import { indexHolder } from './index-holder.ts';
import { numberTaken } from './number-taken.ts';
import type { Writes } from './prepare-move.ts';
import { isPersonTooLarge, isSubscriptionTooLarge, requireRoom } from './record-room.ts';
import { personResource, refuse, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';
import { untilSettled } from './until-settled.ts';

const KEY_BYTES = 32;

/** A number that begins: what `checkRecord` found fit, and where `decideMove` lets it begin. */
export interface NewNumber {
  /** Its state is not read: where it stands says it. */
  readonly subscription: SubscriptionRecord;
  readonly standing: Standing;
}

/** Who is registered, of a record that `checkRecord` found fit, with the first number where there is one. */
export interface NewPerson {
  readonly holder: HolderRecord;
  readonly number?: NewNumber;
}

/** A person of the registry, by ids. */
export interface RegisteredPerson {
  readonly personId: string;
  readonly subscriptionId?: string;
  readonly receipt: Receipt;
}

/** A subscription that begins: in clear, to be found by, and sealed. */
export const begunSubscription = (
  { random }: Pick<Registry, 'random'>,
  key: Uint8Array,
  at: { readonly tenant: string; readonly personId: string; readonly subscriptionId: string },
  { subscription, standing }: NewNumber,
  recordedAt: number,
  images: ImageKeys = new Map(),
): { readonly open: OpenSubscription; readonly sealed: Omit<SealedSubscription, 'receipt'> } => {
  const { tenant, personId, subscriptionId } = at;
  const version = 1;
  const record = subscriptionRecord(subscriptionId);
  const { clear, texts } = storedSubscription(subscription, images);
  const sealed = sealFields(key, { tenant, personId, record, version }, texts, random);
  // Of an old system's number that had ended: since when, and where that is not told, since it was taken in.
  const ended = standing.state === 'terminated' && { endedAt: clear.serviceEnd ?? recordedAt };
  return {
    open: { subscriptionId, isLive: isLive({ standing }), use: clear.use, fields: texts },
    sealed: { personId, subscriptionId, clear, standing, sealed, recordedAt, version, ...ended },
  };
};

/** Where a number must be nobody else's before anybody can tell: the index of it is not made yet. */
export const requireUniqueReady = (states: IndexStates): void => {
  if (INDEX_NAMES.some((index) => definitionOf(index).isUnique && searched(states[index]) === undefined))
    throw refuse('SUBSCRIBER.INDEX_NOT_READY', { retryAfterSeconds: 60 });
};

/** What goes into the transaction of a registration besides, and what it relies on. */
export interface Alongside {
  readonly writes?: (personId: string) => Writes;
  readonly reliedOn?: readonly ReliedOn[];
  /** What the event is about besides. */
  readonly resources?: readonly { readonly type: string; readonly pseudonym: string }[];
  readonly policies?: readonly string[];
  /** The change of the index states that the holder was looked up under; any where absent. */
  readonly statesVersion?: number;
  /** How it goes on record, where it is more than a registration. */
  readonly said?: Pick<EventDraft, 'action' | 'grounds'>;
  /** Puts the entries, where more than that is to be done about them; undefined where it must be looked at again. */
  readonly enter?: (entering: Entering) => Promise<((receipt: Receipt) => Writes) | undefined>;
}

/** Who is registered, and by which entries the number is found. */
export interface Entering {
  readonly personId: string;
  readonly put: readonly IndexEntry[];
}

/** How a registration goes on record. */
export const registering = ({ resources = [], policies, said }: Alongside, own: EventDraft['resources']) => ({
  action: 'subscriber.register' as const,
  ...said,
  outcome: 'allowed' as const,
  ...(policies !== undefined && { policies }),
  resources: [...own, ...resources],
});

/** One try of `newPerson`: undefined where something changed meanwhile, or what goes alongside was refused. */
export const tryNewPerson = (registry: Registry) => {
  const { recorder, people, personKeys, entries, states, clock, random } = registry;
  const index = indexHolder(registry);
  const adopt = adoptImages(registry);
  const taken = numberTaken(registry);

  return async (
    caller: Caller,
    { holder, number }: NewPerson,
    seed: Uint8Array,
    alongside: Alongside = {},
  ): Promise<RegisteredPerson | undefined> => {
    const { tenant } = caller.principal;
    const personId = idFrom(seed, 'person');
    const subscriptionId = idFrom(seed, 'subscription');
    const ids = { personId, ...(number !== undefined && { subscriptionId }) };
    const copy = copyOf(personId);
    const again = await people.find(tenant, personId);
    if (again !== undefined) return { ...ids, receipt: again.receipt };

    const read = await states.read(tenant, copy);
    // The copies change together. Under another generation somebody else may claim the same holder.
    if (alongside.statesVersion !== undefined && alongside.statesVersion !== read.version) return undefined;
    if (number !== undefined) requireUniqueReady(read.states);
    const recordedAt = clock.now();
    const key = random(KEY_BYTES);
    const version = 1;
    const images = await adopt(
      tenant,
      namedImages({ holder, ...(number !== undefined && { subscription: number.subscription }) }),
    );
    const { clear, texts } = storedHolder(holder, images.keys);
    const person = { personId, kind: clear.kind, fields: texts };
    const begun =
      number &&
      begunSubscription(registry, key, { tenant, personId, subscriptionId }, number, recordedAt, images.keys);
    const sealed = sealFields(key, { tenant, personId, record: 'person', version }, texts, random);
    requireRoom(
      personId,
      isPersonTooLarge(tenant, recordedAt, { personId, clear, sealed, recordedAt, version }),
      begun !== undefined && isSubscriptionTooLarge(tenant, recordedAt, begun.sealed),
    );
    const keyWrite = await personKeys.putWrite(tenant, personId, key);
    const beside = [...(alongside.writes?.(personId) ?? []), ...images.writes];
    const change = await index.change(
      tenant,
      read.states,
      [],
      [{ person }, ...(begun === undefined ? [] : [{ person, subscription: begun.open }])],
    );
    if (change === undefined) return undefined;
    const entered =
      alongside.enter === undefined
        ? () => change.put.map((entry) => entries.putWrite(tenant, entry))
        : await alongside.enter({ personId, put: change.put });
    if (entered === undefined) return undefined;

    let beforeEntries = 0;
    const recorded = await recorder.commit(
      caller,
      registering(alongside, [
        personResource(personId, version),
        ...(begun === undefined ? [] : [subscriptionResource(subscriptionId)]),
      ]),
      {
        reliedOn: alongside.reliedOn ?? [],
        writes: (receipt) => {
          const before = [
            ...beside,
            states.check(tenant, copy, read),
            people.putWrite(tenant, { personId, clear, sealed, recordedAt, version, receipt }),
            keyWrite,
            ...(begun === undefined ? [] : people.subscriptionWrites(tenant, { ...begun.sealed, receipt })),
          ];
          beforeEntries = before.length;
          return [...before, ...entered(receipt)];
        },
      },
    );
    if (recorded.outcome === 'committed') return { ...ids, receipt: recorded.receipt };
    const isEntered = alongside.enter === undefined;
    if (
      isEntered &&
      recorded.outcome === 'refused' &&
      recorded.failed.every((position) => position >= beforeEntries)
    )
      throw await taken(tenant, change.put, alongside);
    return undefined;
  };
};

/**
 * Registers a person under a key of its own, with the entries by which it is found in every generation of every index that is made or
 * being made, in one transaction. The same seed answers the same person again. Refuses `SUBSCRIBER.NUMBER_TAKEN` for a number that
 * somebody has, `SUBSCRIBER.RECORD_TOO_LARGE`, `SUBSCRIBER.IMAGE_UNKNOWN` for images that do not wait for it, and `SUBSCRIBER.INDEX_NOT_READY` for any number while
 * the index of numbers is not made.
 */
export const newPerson = (registry: Registry) => {
  const attempt = tryNewPerson(registry);
  return (caller: Caller, person: NewPerson, seed: Uint8Array): Promise<RegisteredPerson> =>
    untilSettled(() => attempt(caller, person, seed));
};
