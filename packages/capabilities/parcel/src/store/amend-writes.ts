import type { WrappedKey } from '@temkin/crypto';
import { keyOf, type Write } from '@temkin/storage';
import type { IndexedPhone, Parcel, Read, SealedAmendment } from '../domain/index.ts';
import { toAmendmentItem, type Amendment } from './amendment-item.ts';
import { expectedParcelPut } from './expected-parcels.ts';
import { phoneFields, phoneWrites } from './indexed-phones.ts';
import { toSealedGroups } from './sealed-groups.ts';

/** An amendment sealed in every form it is kept in, and what it changes of what is known in clear. */
export interface PreparedAmendment {
  /** Beside each label whose key lives, by its id. */
  readonly labels: Readonly<Record<string, SealedAmendment>>;
  /** Beside the escrow copy, under a key of its own. */
  readonly escrow: { readonly key: WrappedKey; readonly groups: SealedAmendment };
  /** The last instant of the escrow copy, in seconds since the epoch. */
  readonly retainedUntilSeconds: number;
  /** Where the parcel goes now, where its address was amended. */
  readonly routing?: Pick<Parcel, 'communeCode' | 'sortCode'>;
  /** The recipient's other number, where it was amended. */
  readonly phone?: IndexedPhone;
}

const check = (key: Extract<Write, { kind: 'check' }>['key']): Write => ({
  kind: 'check',
  key,
  condition: 'present',
});

/**
 * Adds a version to a parcel's amendments. Refused where the parcel is no longer as it was read, or a key that it is sealed
 * beside is destroyed: so it dies with each of them. What is there already of the version is no amendment: a backup's
 * parcel came back without it.
 */
export const amendWrites = (
  tenant: string,
  parcel: Read<Parcel>,
  prepared: PreparedAmendment,
  amendment: Amendment,
): readonly Write[] => {
  const { parcelId } = parcel;
  const { version, amendedAt, receipt } = amendment;
  const { labels, escrow, retainedUntilSeconds, routing, phone } = prepared;
  const phones =
    phone === undefined || parcel.phones === undefined ? undefined : { ...parcel.phones, recipient: phone };
  const amendmentVersion = String(version);
  return [
    {
      kind: 'update',
      key: keyOf('parcels', 'parcel', { tenant, parcelId }),
      set: {
        amendmentVersion: version,
        amendedAt,
        eventId: receipt.eventId,
        ...routing,
        ...(phones !== undefined && phoneFields(phones)),
      },
      ...(routing !== undefined && routing.sortCode === undefined && { remove: ['sortCode'] }),
      add: { version: 1 },
      condition: [{ attribute: 'version', is: 'equal', to: parcel.reliedOn.version }],
    },
    ...Object.keys(labels).map((labelId) => check(keyOf('parcel-keys', 'labelKey', { tenant, labelId }))),
    check(keyOf('parcel-keys', 'subjectKey', { tenant, parcelId })),
    {
      kind: 'put',
      key: keyOf('parcels', 'amendment', { tenant, parcelId, amendmentVersion }),
      item: toAmendmentItem(amendment, labels),
    },
    {
      kind: 'put',
      key: keyOf('parcel-escrow', 'amendment', { tenant, parcelId, amendmentVersion }),
      item: {
        ...escrow.key,
        groups: toSealedGroups(escrow.groups),
        expiresAtSeconds: retainedUntilSeconds,
      },
    },
    ...(phones === undefined
      ? []
      : phoneWrites(tenant, { parcelId, phones }, retainedUntilSeconds, parcel.phones)),
    ...(routing === undefined ? [] : expectedParcelPut(tenant, parcel, routing)),
  ];
};
