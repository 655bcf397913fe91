import {
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
import type { NumberState, PoolNumber, Read } from '../domain/index.ts';
import { entriesOf } from './entries-of.ts';

const poolNumberKey = (tenant: string, number: string): Key =>
  keyOf('calls', 'poolNumber', { tenant, number });

const ownedNumberKey = (number: string): Key => keyOf('calls', 'ownedNumber', { number });

const toItem = ({ addReceipt, ...number }: PoolNumber, version: number): Item => ({
  ...number,
  ...(addReceipt !== undefined && { addEventId: addReceipt.eventId, addLeaf: addReceipt.leaf }),
  version,
});

const fromItem = (tenant: string, item: Item): Read<PoolNumber> => {
  const number = textOf(item, 'number');
  const retiredAt = optional(numberOf, item, 'retiredAt');
  const eventId = optional(textOf, item, 'addEventId');
  return {
    number,
    numberId: textOf(item, 'numberId'),
    brandName: textOf(item, 'brandName'),
    displayName: textOf(item, 'displayName'),
    longName: textOf(item, 'longName'),
    state: textOf(item, 'state') as NumberState,
    addedAt: numberOf(item, 'addedAt'),
    ...(retiredAt !== undefined && { retiredAt }),
    ...(eventId !== undefined && { addReceipt: { eventId, leaf: textOf(item, 'addLeaf') } }),
    reliedOn: relyOn(poolNumberKey(tenant, number), numberOf(item, 'version')),
  };
};

/** Whom a number belongs to, and, where that company has retired it, until when (milliseconds since the epoch). */
export interface NumberOwner {
  readonly tenant: string;
  readonly heldUntil?: number;
}

/** Numbers of the pool. A number belongs to one tenant only. */
export const poolNumbers = (table: Table) => ({
  /** Pages are in order of the number. */
  ...entriesOf(table, { keyOf: poolNumberKey, fromItem, nameOf: ({ number }) => number }),

  /** Of whichever tenant: for what a network asks about a number alone, and never for an answer to another tenant. */
  owner: async (number: string): Promise<NumberOwner | undefined> => {
    const item = await table.get(ownedNumberKey(number));
    if (item === undefined) return undefined;
    const heldUntil = optional(numberOf, item, 'heldUntil');
    return { tenant: textOf(item, 'tenant'), ...(heldUntil !== undefined && { heldUntil }) };
  },

  /**
   * Adds a number, or one that was retired once more. Refused at position 0 where the tenant's number is another than was
   * read by now, at 1 where its owner is.
   */
  addWrites: (
    tenant: string,
    number: PoolNumber,
    before: Read<PoolNumber> | undefined,
    owner: NumberOwner | undefined,
  ): readonly Write[] => [
    {
      kind: 'put',
      key: poolNumberKey(tenant, number.number),
      item: toItem(number, (before?.reliedOn.version ?? 0) + 1),
      condition:
        before === undefined
          ? 'absent'
          : [{ attribute: 'version', is: 'equal', to: before.reliedOn.version }],
    },
    {
      kind: 'put',
      key: ownedNumberKey(number.number),
      item: { tenant },
      condition:
        owner === undefined
          ? 'absent'
          : [
              { attribute: 'tenant', is: 'equal', to: owner.tenant },
              ...(owner.heldUntil === undefined
                ? []
                : [{ attribute: 'heldUntil', is: 'equal', to: owner.heldUntil } as const]),
            ],
    },
  ],

  /** Adds a number that comes with its company, by no request. Does nothing where anybody has it. */
  provision: async (tenant: string, number: PoolNumber): Promise<void> => {
    const [put, own] = [poolNumberKey(tenant, number.number), ownedNumberKey(number.number)];
    await table.transact(
      [
        { kind: 'put', key: put, item: toItem(number, 1), condition: 'absent' },
        { kind: 'put', key: own, item: { tenant }, condition: 'absent' },
      ],
      number.numberId,
    );
  },

  /** Refused where anything happened to it meanwhile. Until `heldUntil` the number belongs to nobody else. */
  retireWrites: (
    tenant: string,
    { number, reliedOn }: Read<PoolNumber>,
    { retiredAt, heldUntil }: { readonly retiredAt: number; readonly heldUntil: number },
  ): readonly Write[] => [
    {
      kind: 'update',
      key: poolNumberKey(tenant, number),
      set: { state: 'retired', retiredAt },
      add: { version: 1 },
      condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
    },
    {
      kind: 'update',
      key: ownedNumberKey(number),
      set: { heldUntil },
      condition: [{ attribute: 'tenant', is: 'equal', to: tenant }],
    },
  ],
});

export type PoolNumbers = ReturnType<typeof poolNumbers>;
