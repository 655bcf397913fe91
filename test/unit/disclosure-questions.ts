import type { Role } from '@temkin/kernel';
import {
  decideDisclosure,
  type DisclosureQuestion,
  type GroupName,
  type Holder,
  type LabelKind,
  type ParcelState,
  type Purpose,
  type Source,
} from '../../packages/capabilities/parcel/src/domain/index.ts';

const ME = 'me';
const HERE = 'here';

export const SOURCES: readonly Source[] = ['label', 'bundle', 'escrow'];
export const CASES = [undefined, 'case', 'two-person-release'] as const;

/** Everybody and everywhere a parcel can be, as seen by a principal `me` at the facility `here`. */
const HOLDERS: Readonly<Record<string, Holder | undefined>> = {
  nobody: undefined,
  here: { type: 'facility', id: HERE },
  elsewhere: { type: 'facility', id: 'elsewhere' },
  'my shift': { type: 'shift', id: 'mine', shipper: ME, facility: HERE },
  'my earlier shift': { type: 'shift', id: 'earlier', shipper: ME, facility: HERE },
  'her shift': { type: 'shift', id: 'hers', shipper: 'she', facility: HERE },
  // Ids of facilities and shifts are different worlds: a name in both of them helps nobody.
  'a shift named as my facility': { type: 'shift', id: HERE, shipper: 'she', facility: HERE },
  'a facility named as my shift': { type: 'facility', id: 'mine' },
};

/** One of `HOLDERS` by its name, or nobody while the collection is given to me or to her. */
export type HolderName = keyof typeof HOLDERS;

export const HOLDER_NAMES: readonly HolderName[] = [...Object.keys(HOLDERS), 'assigned', 'assigned to her'];

/** Asked by `me` of the facility `here`, whose open shift is `mine` where there is one. */
export const questionOf = (
  roles: readonly Role[],
  purpose: Purpose,
  source: Source,
  state: ParcelState,
  holder: HolderName,
  {
    hasOpenShift = true,
    evidence,
    hasReason,
    kind = 'sealed',
  }: {
    hasOpenShift?: boolean;
    evidence?: (typeof CASES)[number];
    hasReason?: boolean;
    kind?: LabelKind;
  } = {},
): DisclosureQuestion => {
  const held = HOLDERS[holder];
  return {
    principal: { tenant: 't', id: ME, client: 'c', roles, facility: HERE },
    parcel: {
      kind,
      state,
      ...(held !== undefined && { holder: held }),
      ...(holder === 'assigned' && { assignedTo: ME }),
      ...(holder === 'assigned to her' && { assignedTo: 'she' }),
    },
    purpose,
    source,
    ...(hasOpenShift && { openShift: { shiftId: 'mine' } }),
    ...(evidence !== undefined && { case: evidence }),
    ...(hasReason !== undefined && { hasReason }),
  };
};

/** The groups that a question opens: none where it is refused. */
export const groupsOpen = (question: DisclosureQuestion): readonly GroupName[] => {
  const verdict = decideDisclosure(question);
  return verdict.allowed ? verdict.rule.groups : [];
};
