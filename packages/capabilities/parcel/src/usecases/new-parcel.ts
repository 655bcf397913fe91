import type { ParcelFields, Service } from '../domain/index.ts';

/** A party to a parcel, as the order system knows it. Texts normalised, phone E.164. */
export interface Party {
  readonly name: string;
  readonly phone: string;
  readonly address: { readonly street: string; readonly communeCode: string };
}

/** What is asked to be issued. */
export interface NewParcel {
  readonly waybillNumber: string;
  readonly kind: 'sealed' | 'opaque';
  readonly service: Service;
  readonly recipient: Party;
  readonly sender?: Party;
  readonly goods: {
    readonly description: string;
    readonly weightGrams?: number;
    readonly declaredValueVnd?: number;
  };
  readonly codAmountVnd?: number;
  readonly handlingNote?: string;
  readonly sortCode?: string;
}

/** The same, by the groups in which it is sealed. */
export const toFields = ({
  recipient,
  sender,
  goods,
  codAmountVnd,
  handlingNote,
}: NewParcel): ParcelFields => ({
  delivery: {
    recipientName: recipient.name,
    street: recipient.address.street,
    communeCode: recipient.address.communeCode,
  },
  payment: {
    ...(codAmountVnd !== undefined && { codAmountVnd }),
    ...(handlingNote !== undefined && { handlingNote }),
  },
  contact: { recipientPhone: recipient.phone, ...(sender !== undefined && { senderPhone: sender.phone }) },
  ...(sender !== undefined && {
    sender: { name: sender.name, street: sender.address.street, communeCode: sender.address.communeCode },
  }),
  contents: goods,
});
