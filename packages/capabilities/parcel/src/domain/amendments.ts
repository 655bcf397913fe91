import type { Role } from '@temkin/kernel';
import type {
  ContactFields,
  DeliveryFields,
  GroupName,
  ParcelFields,
  PaymentFields,
} from './field-groups.ts';

/** When somebody is there to take the parcel. */
export type DeliveryWindow = {
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** Milliseconds since the epoch, after `from`. */
  readonly to: number;
};

/** What of the delivery no label has: it is only ever amended. */
export type AmendedDelivery = DeliveryFields & {
  readonly deliveryWindow?: DeliveryWindow;
  /** Who else may take the parcel. */
  readonly substituteName?: string;
};

/** The fields of a parcel with all its amendments. */
export type AmendedFields = Omit<ParcelFields, 'delivery'> & { readonly delivery: AmendedDelivery };

/** What one amendment makes of each group: fields to set, and with null those to take away. */
export type AmendmentChanges = {
  readonly delivery?: {
    readonly street?: string;
    readonly communeCode?: string;
    readonly deliveryWindow?: DeliveryWindow | null;
    readonly substituteName?: string | null;
  };
  readonly payment?: {
    readonly codAmountVnd?: NonNullable<PaymentFields['codAmountVnd']> | null;
    readonly handlingNote?: NonNullable<PaymentFields['handlingNote']> | null;
  };
  readonly contact?: { readonly recipientPhone?: ContactFields['recipientPhone'] };
};

/** What can be amended, in the words of requests and events. */
export const AMENDABLE_FIELDS = [
  'recipient.address',
  'recipient.phone',
  'substitute',
  'deliveryWindow',
  'codAmountVnd',
  'handlingNote',
] as const;

export type AmendableField = (typeof AMENDABLE_FIELDS)[number];

/** What an amendment changes, by name. */
export const changedFields = ({
  delivery,
  payment,
  contact,
}: AmendmentChanges): readonly AmendableField[] => {
  const isChanged: Readonly<Record<AmendableField, boolean>> = {
    'recipient.address': delivery?.street !== undefined || delivery?.communeCode !== undefined,
    'recipient.phone': contact?.recipientPhone !== undefined,
    substitute: delivery?.substituteName !== undefined,
    deliveryWindow: delivery?.deliveryWindow !== undefined,
    codAmountVnd: payment?.codAmountVnd !== undefined,
    handlingNote: payment?.handlingNote !== undefined,
  };
  return AMENDABLE_FIELDS.filter((field) => isChanged[field]);
};

/** One line of the policy: these people may amend these fields under this term, and nothing besides. */
export interface AmendmentRule {
  readonly roles: readonly Role[];
  /** A case for `support` that somebody else opened, or that the own facility or a shift of it has the parcel. */
  readonly needs?: 'case' | 'own-facility';
  readonly fields: readonly AmendableField[];
}

/**
 * Who amends what. The sender may change recipient and address until delivery (Post Law 49/2010 Art 16) and is heard by the
 * order system, which alone speaks of money. Support acts for a caller, on a case of somebody else; who has the parcel
 * says when and how it is brought, and not to whom.
 */
export const AMENDMENT_POLICY: readonly AmendmentRule[] = [
  { roles: ['order-system'], fields: AMENDABLE_FIELDS },
  {
    roles: ['support'],
    needs: 'case',
    fields: ['recipient.address', 'recipient.phone', 'substitute', 'deliveryWindow', 'handlingNote'],
  },
  { roles: ['dispatcher', 'desk-clerk'], needs: 'own-facility', fields: ['deliveryWindow', 'handlingNote'] },
];

/** Every role that may amend something. */
export const AMENDING_ROLES: readonly Role[] = AMENDMENT_POLICY.flatMap(({ roles }) => roles);

const withChanges = <Fields extends object>(fields: Fields, changes: object | undefined): Fields =>
  Object.fromEntries(
    Object.entries({ ...fields, ...changes }).filter(([, value]) => value !== null),
  ) as Fields;

/**
 * Groups of a parcel with its amendments, oldest first: the newest word on each field holds. A group that is not there is
 * not made up.
 */
export const amendedFields = (
  fields: Partial<ParcelFields>,
  amendments: readonly AmendmentChanges[],
): Partial<AmendedFields> =>
  amendments.reduce<Partial<AmendedFields>>(
    (amended, changes) =>
      Object.fromEntries(
        Object.entries(amended).map(([group, known]) => [
          group,
          withChanges(known, changes[group as keyof AmendmentChanges]),
        ]),
      ),
    fields,
  );

/** Groups that can be amended. */
export const AMENDABLE_GROUPS = ['delivery', 'payment', 'contact'] as const satisfies readonly GroupName[];

export type AmendableGroup = (typeof AMENDABLE_GROUPS)[number];
