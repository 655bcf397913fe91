import type { Caller } from '@temkin/kernel';
import {
  holderKeyOf,
  imagesOfStored,
  indexHash,
  namedImages,
  searched,
  termsOf,
  type HolderRecord,
  type LegibleRow,
  type RowVerdict,
  type SubscriberRecord,
  type SubscriptionRecord,
} from '../../domain/index.ts';
import { COPIES, type ReadStates } from '../../store/index-states.ts';
import type { PendingImage } from '../../store/pending-images.ts';
import type { Read, SealedSubscription } from '../../store/record-item.ts';
import { NOBODY_CHANGED, type ChangedPeople } from './changed-people.ts';
import { comparedPeople, type KnownHolder } from './compared-people.ts';
import type { ImportJob, ImportSurroundings } from './import-surroundings.ts';
import { FIELDS_OF_HOLDERS, knownHolders, knownIdentities, type KnownIdentities } from './known-holders.ts';
import { peoplesImages, type OwnImages } from './peoples-images.ts';
import { openStoredRecord } from '../open-stored-record.ts';
import { requireUniqueReady } from '../new-person.ts';
import { refuse } from '../refuse.ts';
import { waitingImages } from './waiting-images.ts';

/** A row of a part, judged; undefined of a blank one. */
export interface RowToImport {
  /** As `FIRST_ROW` counts. */
  readonly row: number;
  readonly verdict?: RowVerdict;
  /** What was read of it, where the kind of import asks what the registry has of its number already. */
  readonly legible?: LegibleRow;
  /** Whether a row of a parity report names a number that one before it in its part has named. */
  readonly isNamedAgain?: boolean;
}

/** What the registry has of some rows. */
export interface ImportLookups {
  /** The copy of the states of indexes that was read. */
  readonly copy: string;
  readonly read: ReadStates;
  /** By `holderKeyOf`. */
  readonly holders: ReadonlyMap<string, KnownHolder>;
  /** Who claims the identity numbers of holders, those too whom this import has taken in since. */
  readonly identities: Pick<KnownIdentities, 'names' | 'claims'>;
  /** Whose a number is, by what it is called in its index. */
  readonly owners: ReadonlyMap<string, NumberOwner>;
  /** Numbers that somebody has, with whose they are, by what they are called; of a kind of import that asks for them. */
  readonly held: ReadonlyMap<string, HeldNumber>;
  /** Images that rows name and that wait for a record, by their ids. */
  readonly images: ReadonlyMap<string, PendingImage>;
  /** Images that people have of whom rows name such as do not wait, and those that this import has taken over since. */
  readonly own: OwnImages;
  /** Whom this import has changed since. */
  readonly changed: ChangedPeople;
  /** What numbers are called that this import has brought or amended since. */
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

/** A number of some rows that is somebody's: what it is called, and the subscription that it is of. */
interface NamedNumber {
  readonly hash: string;
  readonly personId: string;
  readonly subscription: Read<SealedSubscription> | undefined;
}

/** Whose these numbers are; who is erased is left out. */
const heldNumbers = (
  named: readonly NamedNumber[],
  people: ReadonlyMap<string, KnownHolder>,
): ImportLookups['held'] =>
  new Map(
    named.flatMap(({ hash, personId, subscription }) => {
      const holder = people.get(personId);
      return holder === undefined || subscription === undefined
        ? []
        : [[hash, { ...holder, subscription }] as const];
    }),
  );

/** Whose images must be known: people of whose numbers rows name an image that neither waits nor is in the fields that the row is about. */
const peopleOfImages = (
  tenant: string,
  records: readonly SubscriberRecord[],
  waiting: ImportLookups['images'],
  whose: (record: SubscriberRecord) => {
    readonly held: HeldNumber | undefined;
    readonly known: KnownHolder | undefined;
  },
): readonly string[] => [
  ...new Set(
    records.flatMap((record) => {
      const { held, known } = whose(record);
      const stored = held && openStoredRecord(tenant, held);
      const there = imagesOfStored({ ...stored?.holder.texts, ...stored?.subscription.texts });
      const named =
        held === undefined ? namedImages({ subscription: record.subscription }) : namedImages(record);
      const areThere = named.every(({ imageId }) => waiting.has(imageId) || there.has(imageId));
      const personId = (held ?? known)?.person.personId;
      return areThere || personId === undefined ? [] : [personId];
    }),
  ),
];

/**
 * Looks up what the registry has of up to `WINDOW_ROWS` rows. Who is met is on record before they are opened (`comparedPeople`). Undefined
 * where the import is no longer worked off. Refuses `SUBSCRIBER.INDEX_NOT_READY`.
 */
export const importLookups = (surroundings: ImportSurroundings) => {
  const { states, entries, indexKeys, people, random } = surroundings;
  const identitiesOf = knownIdentities(surroundings);
  const compare = comparedPeople(surroundings);
  const waiting = waitingImages(surroundings);
  const imagesOf = peoplesImages(surroundings);

  return async (
    caller: Caller,
    job: ImportJob,
    rows: readonly RowToImport[],
    ownIdOf: (holder: HolderRecord) => string | undefined,
  ): Promise<ImportLookups | undefined> => {
    const { tenant, importId, kind } = job;
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
    const ownKeys = new Map(
      holders.flatMap((holder) => {
        const [ownId, holderKey] = [ownIdOf(holder), holderKeyOf(holder)];
        return ownId === undefined || holderKey === undefined ? [] : [[ownId, holderKey] as const];
      }),
    );
    const [owners, identities, images] = await Promise.all([
      entries.onlyOwners(
        tenant,
        hashes.map((hash) => ({ index: 'msisdn', generation: generation?.number ?? 0, hash })),
      ),
      identitiesOf(tenant, read.states, holders),
      waiting(tenant, kind === 'parity' ? [] : asked),
    ]);
    const owned = hashes.flatMap((hash, at) => {
      const owner = owners[at];
      return owner === undefined ? [] : [{ hash, ...owner }];
    });
    const subscriptions = owned.length === 0 ? [] : await people.findSubscriptions(tenant, owned);
    const named = owned.map((one, at) => ({ ...one, subscription: subscriptions[at] }));

    const held = kind === 'full' ? [] : named;
    const ofHolders = [...new Set([...ownKeys.keys(), ...identities.personIds])];
    // Of whose number a row is about all is compared, and of others what tells who they are.
    const compared = await compare(
      caller,
      job,
      [...new Set([...ofHolders, ...held.map(({ personId }) => personId)])],
      ({ personId, sealed }) => {
        const numbers = held.filter((one) => one.personId === personId);
        return numbers.length === 0
          ? FIELDS_OF_HOLDERS
          : [sealed, ...numbers.map(({ subscription }) => subscription?.sealed ?? {})].flatMap(Object.keys);
      },
    );
    if (compared === undefined) return undefined;
    const known = knownHolders(
      tenant,
      ofHolders.flatMap((personId) => compared.get(personId) ?? []),
      ownKeys,
    );
    const numbersHeld = heldNumbers(held, compared);
    const own = await imagesOf(
      caller,
      job,
      kind === 'parity'
        ? []
        : peopleOfImages(tenant, asked, images, (record) => ({
            held: numbersHeld.get(numberName(record.subscription) ?? ''),
            known: known.get(holderKeyOf(record.holder) ?? ''),
          })),
    );
    if (own === undefined) return undefined;
    return {
      copy,
      read,
      holders: known,
      identities,
      owners: new Map(
        named.map(({ hash, personId, subscriptionId, subscription }) => [
          hash,
          { personId, subscriptionId, isOwn: subscription?.imported?.importId === importId },
        ]),
      ),
      held: numbersHeld,
      images,
      own,
      changed: NOBODY_CHANGED,
      numbersOfWindow: new Set(),
      numberName,
    };
  };
};
