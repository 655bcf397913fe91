import { GROUP_NAMES, type GroupName } from '../field-groups.ts';

/** What a label carries: a random id alone, the two groups of the door, or all five. */
export type LabelKind = 'opaque' | 'sealed' | 'sealed-all';

interface LabelKindDescription {
  /** The low four bits of the token's first byte. */
  readonly code: number;
  /** The groups sealed under the label's key, in the order of the token. */
  readonly groups: readonly GroupName[];
}

const DOOR_GROUPS: readonly GroupName[] = ['delivery', 'payment'];

/** `opaque` seals the same groups as `sealed` and leaves them with the server; `sealed-all` is for `label-only` tenants. */
export const LABEL_KINDS: Readonly<Record<LabelKind, LabelKindDescription>> = {
  opaque: { code: 0, groups: DOOR_GROUPS },
  sealed: { code: 1, groups: DOOR_GROUPS },
  'sealed-all': { code: 2, groups: GROUP_NAMES },
};

/** Whether a parcel that was issued with a label of this kind is kept on its label and nowhere else. */
export const isLabelOnly = (kind: LabelKind): boolean => kind === 'sealed-all';

/** The kind of a code; undefined where there is none. */
export const labelKindOf = (code: number): LabelKind | undefined =>
  code === 0 ? 'opaque' : code === 1 ? 'sealed' : code === 2 ? 'sealed-all' : undefined;
