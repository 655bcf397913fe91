import {
  bytesOf,
  keyOf,
  numberOf,
  optional,
  relyOn,
  textOf,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import type { Read, StaffNumber, StaffNumberState } from '../domain/index.ts';
import { entriesOf } from './entries-of.ts';

const staffNumberKey = (tenant: string, staffNumberId: string): Key =>
  keyOf('calls', 'staffNumber', { tenant, staffNumberId });

const ownerKey = (tenant: string, numberHash: string): Key =>
  keyOf('calls', 'staffNumberOwner', { tenant, numberHash });

const lineKey = (tenant: string, shipper: string): Key => keyOf('calls', 'staffLine', { tenant, shipper });

/** A number that is registered: it has what a retired one has no more. */
export type KeptStaffNumber = StaffNumber & Required<Pick<StaffNumber, 'kept'>>;

const toItem = ({ registerReceipt, kept, ...number }: KeptStaffNumber): Item => ({
  ...number,
  keyId: kept.number.keyId,
  nonce: kept.number.nonce,
  number: kept.number.ciphertext,
  numberHash: kept.numberHash,
  registerEventId: registerReceipt.eventId,
  registerLeaf: registerReceipt.leaf,
  version: 1,
});

const keptIn = (item: Item): Pick<StaffNumber, 'kept'> => {
  const ciphertext = optional(bytesOf, item, 'number');
  if (ciphertext === undefined) return {};
  const number = { keyId: textOf(item, 'keyId'), nonce: bytesOf(item, 'nonce'), ciphertext };
  return { kept: { number, numberHash: textOf(item, 'numberHash') } };
};

const fromItem = (tenant: string, item: Item): Read<StaffNumber> => {
  const staffNumberId = textOf(item, 'staffNumberId');
  const retiredAt = optional(numberOf, item, 'retiredAt');
  return {
    staffNumberId,
    shipper: textOf(item, 'shipper'),
    state: textOf(item, 'state') as StaffNumberState,
    ...keptIn(item),
    registeredAt: numberOf(item, 'registeredAt'),
    ...(retiredAt !== undefined && { retiredAt }),
    registerReceipt: { eventId: textOf(item, 'registerEventId'), leaf: textOf(item, 'registerLeaf') },
    reliedOn: relyOn(staffNumberKey(tenant, staffNumberId), numberOf(item, 'version')),
  };
};

/** Telephones of staff: each number of one staff member, and of each staff member the one that is their line. */
export const staffNumberStore = (table: Table) => ({
  /** Pages are in order of id. */
  ...entriesOf(table, { keyOf: staffNumberKey, fromItem, nameOf: ({ staffNumberId }) => staffNumberId }),

  /** Whose a number is, by its hash. */
  owner: async (
    tenant: string,
    numberHash: string,
  ): Promise<{ readonly shipper: string; readonly staffNumberId: string } | undefined> => {
    const item = await table.get(ownerKey(tenant, numberHash));
    return item && { shipper: textOf(item, 'shipper'), staffNumberId: textOf(item, 'staffNumberId') };
  },

  /** The id of the number that is a shipper's line. */
  line: async (tenant: string, shipper: string): Promise<string | undefined> => {
    const item = await table.get(lineKey(tenant, shipper));
    return item && textOf(item, 'staffNumberId');
  },

  /** Refused at position 0 where the id is taken, at 1 where the number is somebody's. It becomes the shipper's line. */
  registerWrites: (tenant: string, number: KeptStaffNumber): readonly Write[] => {
    const { staffNumberId, shipper, kept } = number;
    return [
      {
        kind: 'put',
        key: staffNumberKey(tenant, staffNumberId),
        item: toItem(number),
        condition: 'absent',
      },
      {
        kind: 'put',
        key: ownerKey(tenant, kept.numberHash),
        item: { staffNumberId, shipper },
        condition: 'absent',
      },
      { kind: 'put', key: lineKey(tenant, shipper), item: { staffNumberId } },
    ];
  },

  /** Forgets the number, and whose it was. Refused where anything happened to it meanwhile, or to the line of its owner. */
  retireWrites: (
    tenant: string,
    { staffNumberId, shipper, kept, reliedOn }: Read<KeptStaffNumber>,
    { retiredAt, isLine }: { readonly retiredAt: number; readonly isLine: boolean },
  ): readonly Write[] => [
    {
      kind: 'update',
      key: staffNumberKey(tenant, staffNumberId),
      set: { state: 'retired' satisfies StaffNumberState, retiredAt },
      remove: ['keyId', 'nonce', 'number', 'numberHash'],
      add: { version: 1 },
      condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
    },
    { kind: 'delete', key: ownerKey(tenant, kept.numberHash) },
    ...(isLine
      ? [
          {
            kind: 'delete',
            key: lineKey(tenant, shipper),
            condition: [{ attribute: 'staffNumberId', is: 'equal', to: staffNumberId }],
          } as const,
        ]
      : []),
  ],
});

export type StaffNumberStore = ReturnType<typeof staffNumberStore>;
