/** Where the parcel goes. */
export type DeliveryFields = {
  readonly recipientName: string;
  readonly street: string;
  /** Official code of the commune or ward: five digits, `00000` to `65535`. */
  readonly communeCode: string;
};

/** What the holder at the door collects and heeds. */
export type PaymentFields = {
  /** Cash on delivery, whole dong. */
  readonly codAmountVnd?: number;
  readonly handlingNote?: string;
};

/** Numbers that only the system dials: E.164 (ITU-T), `+` and up to 15 digits. */
export type ContactFields = {
  readonly recipientPhone: string;
  readonly senderPhone?: string;
};

/** Whom a parcel is collected from and returned to. */
export type SenderFields = {
  readonly name: string;
  readonly street: string;
  readonly communeCode: string;
};

/** What is inside. */
export type ContentsFields = {
  readonly description: string;
  readonly weightGrams?: number;
  readonly declaredValueVnd?: number;
};

/** Everything personal about a parcel, by the groups in which it is sealed and opened. Texts are normalised. */
export type ParcelFields = {
  readonly delivery: DeliveryFields;
  readonly payment: PaymentFields;
  readonly contact: ContactFields;
  readonly sender?: SenderFields;
  readonly contents: ContentsFields;
};

export type GroupName = keyof ParcelFields;

/** What a field's value is, and so how a payload coding may write it. */
export type FieldType = 'text' | 'commune' | 'phone' | 'number';

/** One field of a group, in the order in which it is written. */
export interface FieldDescription<Name extends string = string> {
  readonly name: Name;
  readonly type: FieldType;
  readonly optional?: true;
}

/** One group: all its fields, or, where it is optional, none of them. */
export interface GroupDescription<Name extends string = string> {
  readonly optional?: true;
  readonly fields: readonly FieldDescription<Name>[];
}

/** The one list of groups and fields, in the order of the token. Every payload coding is written over it. */
export const FIELD_GROUPS: {
  readonly [Group in GroupName]-?: GroupDescription<keyof NonNullable<ParcelFields[Group]> & string>;
} = {
  delivery: {
    fields: [
      { name: 'communeCode', type: 'commune' },
      { name: 'recipientName', type: 'text' },
      { name: 'street', type: 'text' },
    ],
  },
  payment: {
    fields: [
      { name: 'codAmountVnd', type: 'number', optional: true },
      { name: 'handlingNote', type: 'text', optional: true },
    ],
  },
  contact: {
    fields: [
      { name: 'recipientPhone', type: 'phone' },
      { name: 'senderPhone', type: 'phone', optional: true },
    ],
  },
  sender: {
    optional: true,
    fields: [
      { name: 'communeCode', type: 'commune' },
      { name: 'name', type: 'text' },
      { name: 'street', type: 'text' },
    ],
  },
  contents: {
    fields: [
      { name: 'description', type: 'text' },
      { name: 'weightGrams', type: 'number', optional: true },
      { name: 'declaredValueVnd', type: 'number', optional: true },
    ],
  },
};

/** All groups, in the order of the token. */
export const GROUP_NAMES: readonly GroupName[] = ['delivery', 'payment', 'contact', 'sender', 'contents'];
