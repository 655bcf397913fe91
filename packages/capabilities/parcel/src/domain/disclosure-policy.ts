import type { Role } from '@temkin/kernel';
import type { GroupName } from './field-groups.ts';
import { isLabelOnly, type LabelKind } from './label/label-kinds.ts';
import { OPEN_STATES, PARCEL_STATES, type ParcelState } from './states.ts';

/** Why somebody asks for a parcel's data. `call` and `notify` belong to the system and are no purposes of a request. */
export const PURPOSES = [
  'delivery',
  'pickup-desk',
  'collection',
  'return',
  'route',
  'reprint',
  'support',
  'dispute',
  'inspection',
  'authority',
] as const;

export type Purpose = (typeof PURPOSES)[number];

/** Where the ciphertext comes from: the label in hand, a shift's bundle, or the escrow copy. */
export type Source = 'label' | 'bundle' | 'escrow';

/** Who must have the parcel for a rule to hold. */
export type CustodyTerm = 'own-shift' | 'own-facility' | 'assigned' | 'any';

/** How much of the opened groups a reader sees: `withheld` ones are computed with or printed, not shown. */
export type Shown = 'full' | 'masked' | 'withheld';

/** One line of the policy: for this purpose, these people, under these terms, see these groups, and never another. */
export interface DisclosureRule {
  readonly purpose: Purpose;
  readonly roles: readonly Role[];
  readonly custody: CustodyTerm;
  readonly states: readonly ParcelState[];
  readonly sources: readonly Source[];
  /** The same for a parcel that is kept on its label and nowhere else: nobody reads it without that label in hand. */
  readonly labelOnlySources: readonly Source[];
  /** An open record naming the parcel, made by somebody else. */
  readonly needs?: 'case' | 'two-person-release';
  readonly groups: readonly GroupName[];
  /** What is answered besides: whom the parcel was handed to, and by which proof; or its label, to be printed again. */
  readonly besides?: 'handOver' | 'label';
  readonly shown: Shown;
  /** What a reader sees who gives a reason, where that is more. */
  readonly shownWithReason?: 'full';
}

/** The whole policy of disclosure, to be read line by line by an auditor. What no line allows is refused. */
export const DISCLOSURE_POLICY: readonly DisclosureRule[] = [
  {
    purpose: 'delivery',
    roles: ['shipper'],
    custody: 'own-shift',
    states: ['out-for-delivery'],
    sources: ['label', 'bundle'],
    labelOnlySources: ['label', 'bundle'],
    groups: ['delivery', 'payment'],
    shown: 'full',
  },
  {
    purpose: 'pickup-desk',
    roles: ['desk-clerk'],
    custody: 'own-facility',
    states: ['at-facility'],
    sources: ['label', 'escrow'],
    labelOnlySources: ['label'],
    groups: ['delivery', 'payment'],
    shown: 'full',
  },
  {
    purpose: 'collection',
    roles: ['shipper'],
    custody: 'assigned',
    states: ['awaiting-collection'],
    sources: ['escrow'],
    labelOnlySources: ['label'],
    groups: ['sender'],
    shown: 'full',
  },
  {
    purpose: 'return',
    roles: ['shipper'],
    custody: 'own-shift',
    states: ['returning'],
    sources: ['escrow'],
    labelOnlySources: ['label'],
    groups: ['sender'],
    shown: 'full',
  },
  {
    purpose: 'return',
    roles: ['desk-clerk'],
    custody: 'own-facility',
    states: ['returning'],
    sources: ['escrow'],
    labelOnlySources: ['label'],
    groups: ['sender'],
    shown: 'full',
  },
  {
    purpose: 'route',
    roles: ['dispatcher', 'desk-clerk', 'order-system'],
    custody: 'any',
    states: OPEN_STATES,
    sources: ['escrow'],
    labelOnlySources: [],
    groups: ['delivery'],
    shown: 'withheld',
  },
  {
    purpose: 'reprint',
    roles: ['dispatcher', 'desk-clerk', 'order-system'],
    custody: 'any',
    states: OPEN_STATES,
    sources: ['escrow'],
    labelOnlySources: [],
    groups: ['delivery', 'payment'],
    besides: 'label',
    shown: 'withheld',
  },
  {
    purpose: 'support',
    roles: ['support'],
    custody: 'any',
    states: PARCEL_STATES,
    sources: ['escrow'],
    labelOnlySources: [],
    needs: 'case',
    groups: ['delivery'],
    shown: 'masked',
    shownWithReason: 'full',
  },
  {
    purpose: 'dispute',
    roles: ['support'],
    custody: 'any',
    states: PARCEL_STATES,
    sources: ['label', 'escrow'],
    labelOnlySources: ['label'],
    needs: 'case',
    groups: ['delivery', 'payment', 'contents'],
    besides: 'handOver',
    shown: 'full',
  },
  {
    purpose: 'inspection',
    roles: ['inspector'],
    custody: 'any',
    states: OPEN_STATES,
    sources: ['escrow'],
    labelOnlySources: ['label'],
    needs: 'case',
    groups: ['contents'],
    shown: 'full',
  },
  {
    purpose: 'authority',
    roles: ['privacy-officer'],
    custody: 'any',
    states: PARCEL_STATES,
    sources: ['escrow'],
    labelOnlySources: [],
    needs: 'two-person-release',
    groups: ['delivery', 'payment', 'contact', 'sender', 'contents'],
    shown: 'full',
  },
];

/**
 * What the system opens for a call that a shipper declares, by nobody's question and for nobody's eyes: the number goes to the
 * network, the amount decides how much a call may cost, and neither is answered. Kept here so that all of disclosure is.
 */
export const CALL_RULE = {
  purpose: 'call',
  custody: 'own-shift',
  states: ['out-for-delivery', 'attempted'],
  groups: ['payment', 'contact'],
  shown: 'withheld',
} as const satisfies {
  readonly purpose: 'call';
  readonly custody: CustodyTerm;
  readonly states: readonly ParcelState[];
  readonly groups: readonly GroupName[];
  readonly shown: Shown;
};

/** Where a rule lets a parcel be read from that was issued with a label of this kind. */
export const sourcesOf = (
  { sources, labelOnlySources }: DisclosureRule,
  kind: LabelKind,
): readonly Source[] => (isLabelOnly(kind) ? labelOnlySources : sources);

/** Every role that some rule lets read from a source, be it parcels of one kind alone. */
export const rolesReadingFrom = (source: Source): readonly Role[] => [
  ...new Set(
    DISCLOSURE_POLICY.filter(({ sources, labelOnlySources }) =>
      [...sources, ...labelOnlySources].includes(source),
    ).flatMap((rule) => rule.roles),
  ),
];
