import type { About, Caller, Receipt } from '@temkin/kernel';
import {
  decideDisclosure,
  openLabel,
  type DisclosureRule,
  type GroupName,
  type ParcelFields,
  type Parcel,
  type Purpose,
} from '../domain/index.ts';
import type { ForeignReadStore } from '../store/foreign-reads.ts';
import type { ParcelStore } from '../store/parcel-store.ts';
import type { ShiftStore } from '../store/shift-store.ts';
import { countForeignRead } from './count-foreign-read.ts';
import { findByToken, type Found } from './find-by-token.ts';
import type { ParcelKeys, Surroundings } from './ports.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/** What a reader asks for, with the label in hand. */
export interface ResolveQuestion {
  readonly token: string;
  readonly purpose: Purpose;
}

/** What a reader gets to see, and nothing besides. */
export interface Disclosure {
  readonly parcel: Parcel;
  readonly groups: readonly GroupName[];
  readonly fields: Partial<ParcelFields>;
  readonly receipt: Receipt;
}

export interface ResolveDependencies extends Surroundings {
  readonly keys: ParcelKeys;
  readonly store: ParcelStore;
  readonly shifts: ShiftStore;
  readonly foreignReads: ForeignReadStore;
}

/**
 * Opens the groups that purpose, role and custody allow. Decides first, then puts the read on record together with checks
 * of everything it was decided upon, and only then unwraps the key. Refuses by the codes of `decideDisclosure` and
 * `findByToken`, and `PARCEL.QUOTA_EXCEEDED`, `PARCEL.SHREDDED`, `PARCEL.CHANGED`.
 */
export const resolveToken = (dependencies: ResolveDependencies) => {
  const { recorder, store, shifts, keys, clock } = dependencies;

  const decide = async (
    caller: Caller,
    found: Found,
    purpose: Purpose,
    about: About,
  ): Promise<{
    readonly rule: DisclosureRule;
    readonly openShift: Awaited<ReturnType<ShiftStore['openShift']>>;
  }> => {
    const { principal } = caller;
    const isShipper = principal.roles.includes('shipper');
    const openShift = isShipper ? await shifts.openShift(principal.tenant, principal.id) : undefined;
    const verdict = decideDisclosure({
      principal,
      parcel: found.parcel,
      purpose,
      source: 'label',
      ...(openShift !== undefined && { openShift }),
    });
    if (verdict.allowed) return { rule: verdict.rule, openShift };
    if (verdict.code === 'PARCEL.NOT_IN_CUSTODY' && isShipper) {
      await countForeignRead(dependencies, caller, found.parcel, about);
    }
    throw refuse(verdict.code, { about });
  };

  const attempt = async (
    caller: Caller,
    { token, purpose }: ResolveQuestion,
  ): Promise<Disclosure | undefined> => {
    const { tenant } = caller.principal;
    const found = await findByToken({ store, ring: keys.ring }, tenant, token, { purpose });
    const { parcel, label } = found;
    const about = { purpose, resources: [{ type: 'parcel', pseudonym: parcel.pseudonym }] };
    const { rule, openShift } = await decide(caller, found, purpose, about);
    const wrapped = await store.labelKey(tenant, label.labelId, clock.now());
    if (wrapped === undefined) throw refuse('PARCEL.SHREDDED', { about });

    const recorded = await recorder.commit(
      caller,
      { action: 'parcel.resolve', outcome: 'allowed', ...about, groups: rule.groups },
      {
        reliedOn: [parcel.reliedOn, label.reliedOn, ...(openShift === undefined ? [] : [openShift.reliedOn])],
      },
    );
    if (recorded.outcome !== 'committed') return undefined;

    const key = await keys.labelKeys.unwrap(tenant, wrapped, label.labelId);
    if (key === undefined) throw new Error('a stored label key cannot be opened');
    const { groups } = rule;
    const fields = openLabel({ bytes: found.token.bytes, remoteGroups: label.groups, key, groups });
    if (fields === 'broken') throw new Error('a genuine label does not open');
    return { parcel, groups, fields, receipt: recorded.receipt };
  };

  return (caller: Caller, question: ResolveQuestion): Promise<Disclosure> =>
    untilSettled(() => attempt(caller, question));
};
