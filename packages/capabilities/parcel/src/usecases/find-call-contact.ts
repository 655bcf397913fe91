import type { About, Caller, ReliedOn } from '@temkin/kernel';
import { CALL_RULE, decideCall } from '../domain/index.ts';
import type { countOpening } from '../store/escrow-openings.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';
import type { ShiftStore } from '../store/shift-store.ts';
import { findByName } from './find-by-name.ts';
import { findByToken, readToken } from './find-by-token.ts';
import type { LoadItem, Located } from './locate-load.ts';
import type { LoadVaults } from './open-load.ts';
import { openingCeiling } from './opening-ceiling.ts';
import type { ParcelKeys, Surroundings } from './ports.ts';
import { refuseShredded } from './refuse-shredded.ts';
import { refuse } from './refuse.ts';

/** What a call needs of a parcel: whom it reaches, and how much is to be collected there. */
export interface CallContact {
  /** E.164. */
  readonly recipientPhone: string;
  /** Whole dong; absent where nothing is to be collected. */
  readonly codAmountVnd?: number;
}

/** A parcel that its shipper may call about, whose contact is still sealed. */
export interface CallableParcel {
  readonly parcelId: string;
  readonly waybillNumber: string;
  readonly pseudonym: string;
  readonly shiftId: string;
  readonly communeCode: string;
  /** Parcel, shift, and the label where it is in hand. */
  readonly reliedOn: readonly ReliedOn[];
  /** Puts the read on record and opens; undefined where any of it has changed. Refuses `PARCEL.QUOTA_EXCEEDED`. */
  readonly open: () => Promise<CallContact | undefined>;
}

export interface CallContactSurroundings extends Omit<Surroundings, 'random'> {
  readonly keys: Pick<ParcelKeys, 'ring'>;
  readonly store: ParcelReads;
  readonly shifts: Pick<ShiftStore, 'openShift'>;
  readonly vaults: LoadVaults;
  readonly countOpening: typeof countOpening;
}

const ASKED = { purpose: CALL_RULE.purpose } as const;

/**
 * The contact of a parcel that is with a shipper on the road, for a call: decided by `CALL_RULE`, recorded as a read of
 * purpose `call` together with checks of all it was decided upon, and only then opened. Refuses by the codes of `readToken`,
 * `findByToken`, `findByName` and `decideCall`, and `PARCEL.LABEL_ONLY` where the label is needed and not in hand; undefined
 * where the parcel changed meanwhile.
 */
export const findCallContact = (dependencies: CallContactSurroundings) => {
  const { recorder, clock, keys, store, shifts, vaults } = dependencies;

  const locate = async (
    tenant: string,
    name: LoadItem['name'],
  ): Promise<Pick<Located, 'parcel' | 'scanned'>> => {
    if (!('token' in name)) return { parcel: await findByName(dependencies, tenant, name, ASKED) };
    const token = readToken(name.token, ASKED);
    const { parcel, label } = await findByToken({ store, ring: keys.ring, clock }, tenant, token, ASKED);
    return { parcel, scanned: { label, token } };
  };

  return async (caller: Caller, name: LoadItem['name']): Promise<CallableParcel | undefined> => {
    const { principal } = caller;
    const { tenant, id } = principal;
    const [located, openShift] = await Promise.all([locate(tenant, name), shifts.openShift(tenant, id)]);
    const { parcel, scanned } = located;
    const { parcelId, waybillNumber, pseudonym, communeCode } = parcel;
    const resources = [{ type: 'parcel', pseudonym }];
    const about: About = { ...ASKED, resources };
    const code = decideCall({ principal, parcel, ...(openShift !== undefined && { openShift }) });
    if (code !== undefined) throw refuse(code, { about });
    if (openShift === undefined) throw new Error('no rule lets anybody call without a shift');
    const vault = await vaults.of(tenant, located);
    if (vault === 'PARCEL.SHREDDED') return refuseShredded(store, tenant, parcel, about);
    if (vault === 'PARCEL.LABEL_ONLY') throw refuse(vault, { about });
    const reliedOn = [parcel, openShift, ...(scanned === undefined ? [] : [scanned.label])].map(
      (read) => read.reliedOn,
    );

    const open = async (): Promise<CallContact | undefined> => {
      const { groups } = CALL_RULE;
      const ceiling = openingCeiling('call', clock.now());
      const recorded = await recorder.commit(
        caller,
        {
          action: 'parcel.open',
          outcome: 'allowed',
          ...ASKED,
          resources,
          groups,
          policies: [ceiling.policyId],
        },
        {
          reliedOn,
          writes: () => [dependencies.countOpening(principal, 'call', ceiling.hour, ceiling.limit)],
        },
      );
      if (recorded.outcome === 'refused')
        throw refuse('PARCEL.QUOTA_EXCEEDED', { about, retryAfterSeconds: ceiling.retryAfterSeconds });
      if (recorded.outcome !== 'committed') return undefined;
      const { contact, payment } = await vaults.open(tenant, { parcel, groups, vault });
      if (contact === undefined) throw new Error('a parcel has no contact');
      return {
        recipientPhone: contact.recipientPhone,
        ...(payment?.codAmountVnd !== undefined && { codAmountVnd: payment.codAmountVnd }),
      };
    };

    return { parcelId, waybillNumber, pseudonym, shiftId: openShift.shiftId, communeCode, reliedOn, open };
  };
};
