import {
  holderKeyOf,
  indexHash,
  searched,
  termsOf,
  type HolderRecord,
  type LegibleRow,
  type RowVerdict,
  type SubscriptionRecord,
} from '../../domain/index.ts';
import { COPIES, type ReadStates } from '../../store/index-states.ts';
import type { Read, SealedSubscription } from '../../store/record-item.ts';
import type { ImportJob, ImportSurroundings } from './import-surroundings.ts';
import { knownHolders, type KnownHolder } from './known-holders.ts';
import { requireUniqueReady } from '../new-person.ts';
import { refuse } from '../refuse.ts';

/** A row of a part, judged; undefined of a blank one. */
export interface RowToImport {
  /** As `FIRST_ROW` counts. */
  readonly row: number;
  readonly verdict?: RowVerdict;
  /** What was read of it, where the kind of import asks what the registry has of its number already. */
  readonly legible?: LegibleRow;
}

/** What the registry has of some rows. */
export interface ImportLookups {
  /** The copy of the states of indexes that was read. */
  readonly copy: string;
  readonly read: ReadStates;
  /** By `holderKeyOf`. */
  readonly holders: ReadonlyMap<string, KnownHolder>;
  /** Whose a number is, by what it is called in its index. */
  readonly owners: ReadonlyMap<string, NumberOwner>;
  /** Numbers that somebody has, with whose they are, by what they are called; of a kind of import that asks for them. */
  readonly held: ReadonlyMap<string, HeldNumber>;
  /** What numbers are called that this import has brought since. */
  readonly numbersOfWindow: ReadonlySet<string>;
  /** What a number is called in its index; undefined of one that has no form. */
  readonly numberName: (subscription: SubscriptionRecord) => string | undefined;
}

/** The subscription that a number is of. */
export interface NumberOwner {
  readonly subscriptionId: string;
  readonly personId: string;
  /** Where it came with the very import that asks. */
  readonly isOwn: boolean;
}

/** A number that somebody has. */
export interface HeldNumber extends KnownHolder {
  readonly subscription: Read<SealedSubscription>;
}

/** Rows that are looked up at a time: their numbers are one request. */
export const WINDOW_ROWS = 96;

/** Looks up what the registry has of up to `WINDOW_ROWS` rows. Refuses `SUBSCRIBER.INDEX_NOT_READY`. */
export const importLookups = (surroundings: ImportSurroundings) => {
  const { states, entries, indexKeys, people, personKeys, random } = surroundings;
  const find = knownHolders(surroundings);

  /** Whose subscriptions these are; who is erased is left out. */
  const heldOf = async (
    tenant: string,
    named: readonly { readonly hash: string; readonly personId: string }[],
    subscriptions: readonly (Read<SealedSubscription> | undefined)[],
  ): Promise<ImportLookups['held']> => {
    const personIds = [...new Set(named.map(({ personId }) => personId))];
    const [persons, keys] =
      personIds.length === 0
        ? [[], []]
        : await Promise.all([people.findMany(tenant, personIds), personKeys.findMany(tenant, personIds)]);
    return new Map(
      named.flatMap(({ hash, personId }, at) => {
        const i = personIds.indexOf(personId);
        const [person, key, subscription] = [persons[i], keys[i], subscriptions[at]];
        return person === undefined || key === undefined || subscription === undefined
          ? []
          : [[hash, { person, key, subscription }] as const];
      }),
    );
  };

  return async (
    { tenant, importId, kind }: ImportJob,
    rows: readonly RowToImport[],
    ownIdOf: (holder: HolderRecord) => string | undefined,
  ): Promise<ImportLookups> => {
    const copy = COPIES[(random(1)[0] ?? 0) % COPIES.length] ?? '0';
    const read = await states.read(tenant, copy);
    requireUniqueReady(read.states);
    // Without it nobody would be found, and who is registered already would be registered anew.
    if (searched(read.states.identityNumber) === undefined)
      throw refuse('SUBSCRIBER.INDEX_NOT_READY', { retryAfterSeconds: 60 });
    const generation = searched(read.states.msisdn);
    const key = generation && (await indexKeys.find(tenant, 'msisdn', generation.number));
    const numberName = ({ msisdn, use }: SubscriptionRecord): string | undefined => {
      if (msisdn === undefined || generation === undefined || key === undefined) return undefined;
      const [terms] = termsOf('msisdn', { kind: 'citizen', fields: {} }, { use, fields: { msisdn } });
      return terms && indexHash(key, 'msisdn', terms, generation.bits);
    };

    const records = rows.flatMap(({ verdict }) =>
      verdict?.outcome === 'accepted' ? [verdict.row.record] : [],
    );
    const asked = kind === 'full' ? records : rows.flatMap(({ legible }) => legible?.row.record ?? []);
    const hashes = [...new Set(asked.flatMap(({ subscription }) => numberName(subscription) ?? []))];
    const holders = [
      ...new Map(
        (kind === 'parity' ? [] : records).flatMap(({ holder }) => {
          const holderKey = holderKeyOf(holder);
          return holderKey === undefined ? [] : [[holderKey, holder] as const];
        }),
      ).values(),
    ];
    const [owners, known] = await Promise.all([
      entries.onlyOwners(
        tenant,
        hashes.map((hash) => ({ index: 'msisdn', generation: generation?.number ?? 0, hash })),
      ),
      find(
        tenant,
        read.states,
        holders,
        new Map(
          holders.flatMap((holder) => {
            const [ownId, holderKey] = [ownIdOf(holder), holderKeyOf(holder)];
            return ownId === undefined || holderKey === undefined ? [] : [[ownId, holderKey] as const];
          }),
        ),
      ),
    ]);
    const named = hashes.flatMap((hash, at) => {
      const owner = owners[at];
      return owner === undefined ? [] : [{ hash, ...owner }];
    });
    const subscriptions = named.length === 0 ? [] : await people.findSubscriptions(tenant, named);
    return {
      copy,
      read,
      holders: known,
      owners: new Map(
        named.map(({ hash, personId, subscriptionId }, at) => [
          hash,
          { personId, subscriptionId, isOwn: subscriptions[at]?.imported?.importId === importId },
        ]),
      ),
      held: kind === 'full' ? new Map() : await heldOf(tenant, named, subscriptions),
      numbersOfWindow: new Set(),
      numberName,
    };
  };
};
