import type { KeyRing } from '@temkin/crypto';
import type { Clock, Refusal } from '@temkin/kernel';
import type { LabelToken, Parcel, Read } from '../domain/index.ts';
import type { Label } from '../store/label-item.ts';
import type { LoadReads } from '../store/load-reads.ts';
import { findByName } from './find-by-name.ts';
import { findByToken, readToken } from './find-by-token.ts';
import { asRefusal } from './refuse.ts';

/** One parcel of a load, named by its label in hand or by its number. */
export interface LoadItem {
  readonly index: number;
  readonly name: { readonly token: string } | { readonly waybillNumber: string };
}

/** A parcel that a load names, once or more often. */
export interface Located {
  readonly parcel: Read<Parcel>;
  /** Where its label was scanned: the label that is in hand, and what it says. */
  readonly scanned?: { readonly label: Read<Label>; readonly token: LabelToken };
  readonly indexes: readonly number[];
}

/** Items that come to nothing, and the parcel that they name where it was found. */
export interface RefusedLoad {
  readonly indexes: readonly number[];
  readonly parcel?: Parcel;
  readonly refusal: Refusal;
}

export interface LocateDependencies {
  readonly loads: LoadReads;
  readonly keys: { readonly ring: KeyRing };
  readonly clock: Clock;
}

const ABOUT = { purpose: 'delivery' } as const;

/** What a refusal to load a parcel is about. */
export const aboutLoaded = ({ pseudonym }: Parcel) => ({
  ...ABOUT,
  resources: [{ type: 'parcel', pseudonym }],
});

type Found = Omit<Located, 'indexes'> & { readonly index: number };

type Attempted<Value> = Value | RefusedLoad;

/** Tells what came to nothing from the rest. */
export const isRefused = (one: object): one is RefusedLoad => 'refusal' in one;

/** Tells the rest. */
export const isGranted = <Value extends object>(one: Value | RefusedLoad): one is Value => !isRefused(one);

const orRefused = async <Value>(
  index: number,
  work: () => Promise<Value> | Value,
): Promise<Attempted<Value>> => {
  try {
    return await work();
  } catch (error) {
    return { indexes: [index], refusal: asRefusal(error) };
  }
};

/** Each parcel once, in the order in which it is first named; a label in hand counts for all that name the parcel. */
const together = (found: readonly Found[]): readonly Located[] => {
  const located = new Map<string, Located>();
  for (const { index, parcel, scanned } of found) {
    const known = located.get(parcel.parcelId);
    const label = known?.scanned ?? scanned;
    const indexes = [...(known?.indexes ?? []), index];
    located.set(parcel.parcelId, { parcel, indexes, ...(label !== undefined && { scanned: label }) });
  }
  return [...located.values()];
};

/**
 * Finds the parcels that a load names, with a few reads however many there are, and compares the digest of every label.
 * Each item is refused by itself, by the codes of `readToken`, `findByToken` and `findByName`.
 */
export const locateLoad =
  ({ loads, keys, clock }: LocateDependencies) =>
  async (
    tenant: string,
    items: readonly LoadItem[],
  ): Promise<{ readonly located: readonly Located[]; readonly refused: readonly RefusedLoad[] }> => {
    const named = await Promise.all(
      items.map(({ index, name }) =>
        orRefused(index, () => ({
          index,
          name: 'token' in name ? { token: readToken(name.token, ABOUT) } : name,
        })),
      ),
    );
    const readable = named.filter(isGranted);
    const store = await loads.behind(tenant, {
      labelIds: readable.flatMap(({ name }) => ('token' in name ? [name.token.labelId] : [])),
      waybillNumbers: readable.flatMap(({ name }) => ('token' in name ? [] : [name.waybillNumber])),
    });
    const found = await Promise.all(
      readable.map(({ index, name }) =>
        orRefused(index, async (): Promise<Found> => {
          if (!('token' in name))
            return { index, parcel: await findByName({ store, clock }, tenant, name, ABOUT) };
          const { token } = name;
          const { parcel, label } = await findByToken(
            { store, ring: keys.ring, clock },
            tenant,
            token,
            ABOUT,
          );
          return { index, parcel, scanned: { label, token } };
        }),
      ),
    );
    return {
      located: together(found.filter(isGranted)),
      refused: [...named, ...found].filter(isRefused),
    };
  };
