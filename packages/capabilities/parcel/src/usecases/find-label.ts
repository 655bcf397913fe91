import { communeByCode } from '@temkin/administrative-units';
import type { KeyRing } from '@temkin/crypto';
import type { Clock } from '@temkin/kernel';
import type { Parcel, Read } from '../domain/index.ts';
import type { Label } from '../store/label-item.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';
import { findByToken, readToken } from './find-by-token.ts';
import type { LabelSettings, LabelWords } from './ports.ts';
import { refuseShredded } from './refuse-shredded.ts';
import { refuse } from './refuse.ts';

/** A label to be drawn: its token, and words that the record has sealed or does not have. */
export interface LabelItem {
  readonly index: number;
  readonly token: string;
  readonly waybillNumber: string;
  readonly recipient: {
    readonly name: string;
    readonly address: { readonly street: string; readonly communeCode: string };
  };
  /** Printed large; the parcel's own where absent. */
  readonly sortCode?: string;
  /** Whole dong. */
  readonly codAmountVnd?: number;
}

/** A label that may be drawn. */
export interface FoundLabel {
  readonly item: LabelItem;
  readonly label: Read<Label>;
  readonly parcel: Parcel;
}

/** Where an item says something else than the record. */
const mismatches = ({ waybillNumber, recipient }: LabelItem, parcel: Parcel) => [
  ...(waybillNumber === parcel.waybillNumber
    ? []
    : [{ pointer: '/waybillNumber', detail: 'The token is that of another waybill number.' }]),
  ...(recipient.address.communeCode === parcel.communeCode
    ? []
    : [{ pointer: '/recipient/address/communeCode', detail: 'The parcel goes to another commune or ward.' }]),
];

/**
 * Finds the label that an item asks for, so that nothing is printed which opens nothing or leads elsewhere; undefined where
 * its parcel changed meanwhile. Refuses by the codes of `readToken` and `findByToken`, `PARCEL.REVOKED` also where it was
 * replaced and still opens, `PARCEL.SHREDDED` where the label's key is destroyed or past its last day, and
 * `PARCEL.LABEL_MISMATCH` where waybill number or commune are not those of the token's parcel.
 */
export const findLabel = async (
  { store, ring, clock }: { readonly store: ParcelReads; readonly ring: KeyRing; readonly clock: Clock },
  tenant: string,
  item: LabelItem,
): Promise<FoundLabel | undefined> => {
  const token = readToken(item.token);
  const [{ label, parcel, use }, labelKey] = await Promise.all([
    findByToken({ store, ring, clock }, tenant, token),
    store.labelKey(tenant, token.labelId, clock.now()),
  ]);
  const about = { resources: [{ type: 'parcel', pseudonym: parcel.pseudonym }] };
  if (use === 'superseded') throw refuse('PARCEL.REVOKED', { about });
  if (labelKey === undefined) return refuseShredded(store, tenant, parcel, about);
  const errors = mismatches(item, parcel);
  if (errors.length > 0) throw refuse('PARCEL.LABEL_MISMATCH', { about, errors });
  return { item, label, parcel };
};

/** What such a label says, as the tenant has its labels: places by the register, and cash only where it is to be printed. */
export const labelWords = (
  { item, parcel }: Pick<FoundLabel, 'item' | 'parcel'>,
  { profile, codOnLabel }: LabelSettings,
): LabelWords => {
  const { recipient, sortCode = parcel.sortCode, codAmountVnd } = item;
  const commune = communeByCode(parcel.communeCode);
  if (commune === undefined) throw new Error('a parcel goes to no commune of the register');
  return {
    token: item.token,
    waybillNumber: parcel.waybillNumber,
    maskedRecipient: {
      name: recipient.name,
      street: recipient.address.street,
      commune: commune.name,
      province: commune.provinceName,
    },
    profile,
    ...(sortCode !== undefined && { sortCode }),
    ...(codOnLabel && codAmountVnd !== undefined && { printedCodVnd: codAmountVnd }),
  };
};
