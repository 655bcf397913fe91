import {
  amendmentKey,
  isLabelOnly,
  labelDiesAt,
  LABEL_KINDS,
  labelUse,
  sealReplacement,
  supersededUntil,
  type Parcel,
  type Read,
  type SealedReplacement,
} from '../domain/index.ts';
import type { DueLabelKey } from '../store/due-keys.ts';
import type { Label } from '../store/label-item.ts';
import type { ParcelStore } from '../store/parcel-store.ts';
import type { PreparedReissue, StayingLabel } from '../store/reissue-writes.ts';
import { toFields, type NewParcel } from './new-parcel.ts';
import { prepareLabel, type Sealing } from './prepare-label.ts';

/** A label that was decided upon. */
export interface DecidedReissue {
  readonly labelId: string;
  readonly body: NewParcel;
  /** Milliseconds since the epoch. */
  readonly reissuedAt: number;
}

type Preparing = Sealing & { readonly store: ParcelStore };

/** A label of the parcel, and its key where that is alive. */
interface FormerLabel {
  readonly label: Read<Label>;
  readonly key?: DueLabelKey;
}

const formerLabels = async (
  { store }: Preparing,
  tenant: string,
  parcel: Parcel,
): Promise<readonly FormerLabel[]> => {
  const { labelId, superseded } = parcel;
  const [keys, ...labels] = await Promise.all([
    store.livingLabelKeys(tenant, parcel),
    store.label(tenant, labelId),
    superseded && store.label(tenant, superseded.labelId),
  ]);
  return labels.flatMap((label) => {
    if (label === undefined) return [];
    const key = keys.find((one) => one.labelId === label.labelId);
    return [{ label, ...(key !== undefined && { key }) }];
  });
};

/**
 * The label that a parcel on the road most likely wears: one that is superseded until somebody has scanned its successor,
 * else the present one. Undefined where nobody is on the road with it, or it opens nothing any more.
 */
const labelOnTheRoad = (
  parcel: Parcel,
  former: readonly FormerLabel[],
  atMilliseconds: number,
): Required<FormerLabel> | undefined => {
  if (parcel.holder?.type !== 'shift') return undefined;
  const [current, superseded] = former.filter(
    (one): one is Required<FormerLabel> =>
      one.key !== undefined &&
      atMilliseconds < one.key.dueAtSeconds * 1_000 &&
      labelUse(one.label, parcel, atMilliseconds) !== undefined,
  );
  return superseded ?? current;
};

const replacementBeside = async (
  { keys, store, random }: Preparing,
  tenant: string,
  { parcelId, amendmentVersion: version = 0 }: Parcel,
  { labelId, kind }: Label,
  { body, reissuedAt }: DecidedReissue,
): Promise<SealedReplacement | undefined> => {
  const wrapped = await store.labelKey(tenant, labelId, reissuedAt);
  if (wrapped === undefined) return undefined;
  const key = await keys.labelKeys.unwrap(tenant, wrapped, labelId);
  if (key === undefined) throw new Error('a stored label key cannot be opened');
  const binding = { tenant, parcelId, labelId, version };
  return sealReplacement(amendmentKey(key), toFields(body), LABEL_KINDS[kind].groups, binding, random);
};

/**
 * Seals a new label for a parcel as it was issued: with an escrow copy, or on the label alone. Answers `shredded` where
 * nothing is kept of the parcel any more. Refuses by the codes of `prepareLabel`.
 */
export const prepareReissue = async (
  preparing: Preparing,
  tenant: string,
  parcel: Parcel,
  decided: DecidedReissue,
): Promise<{ readonly token: string; readonly prepared: PreparedReissue } | 'shredded'> => {
  const { parcelId } = parcel;
  const { labelId, body, reissuedAt } = decided;
  const { sortCode } = body;
  const keeping = isLabelOnly(parcel.kind) ? 'label-only' : 'escrow';
  const ids = { parcelId, labelId };
  const [{ token, ...sealed }, former, retainedUntilSeconds] = await Promise.all([
    prepareLabel(preparing, { tenant, keeping }, ids, body, reissuedAt),
    formerLabels(preparing, tenant, parcel),
    preparing.store.retainedUntilSeconds(tenant, parcelId, reissuedAt),
  ]);
  if (retainedUntilSeconds === undefined) return 'shredded';

  const worn = labelOnTheRoad(parcel, former, reissuedAt);
  const replacement = worn && (await replacementBeside(preparing, tenant, parcel, worn.label, decided));
  const stays = worn !== undefined && replacement !== undefined;
  const staying: StayingLabel | undefined = stays
    ? {
        ...worn,
        untilSeconds: Math.min(worn.key.dueAtSeconds, supersededUntil(reissuedAt) / 1_000),
        replacement,
      }
    : undefined;
  const others = former.filter(({ label }) => label.labelId !== staying?.label.labelId);
  const prepared: PreparedReissue = {
    ...sealed,
    labelKeyExpiresAtSeconds: Math.min(labelDiesAt(reissuedAt) / 1_000, retainedUntilSeconds),
    routing: { communeCode: body.recipient.address.communeCode, ...(sortCode !== undefined && { sortCode }) },
    retainedUntilSeconds,
    ...(staying !== undefined && { staying }),
    dying: {
      labels: others.map(({ label }) => label).filter(({ status }) => status !== 'dead'),
      keys: others.flatMap(({ key }) => key ?? []),
    },
  };
  return { token, prepared };
};
