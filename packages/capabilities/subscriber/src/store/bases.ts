import type { Receipt, ReliedOn } from '@temkin/kernel';
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
import { dueDelete, duePut } from './due-work.ts';
import { itemsBelow } from './items-below.ts';
import type { BasisKind, ReadPurpose, RegistryBasis } from '../domain/index.ts';

/** A basis as it is kept, and the event that opened it. */
export interface StoredBasis extends RegistryBasis {
  readonly receipt: Receipt;
  readonly reliedOn: ReliedOn;
}

const basisKey = (tenant: string, basisId: string): Key => keyOf('subscribers', 'basis', { tenant, basisId });

const boundKey = (tenant: string, basisId: string, personId: string): Key =>
  keyOf('subscribers', 'boundPerson', { tenant, basisId, personId });

const toItem = ({ basisId: _named, ...basis }: RegistryBasis, receipt: Receipt): Item => ({
  ...basis,
  eventId: receipt.eventId,
  leaf: receipt.leaf,
  version: 1,
});

const fromItem = (tenant: string, basisId: string, item: Item): StoredBasis => {
  const [endsAt, closedAt] = [optional(numberOf, item, 'endsAt'), optional(numberOf, item, 'closedAt')];
  const personId = optional(textOf, item, 'personId');
  return {
    basisId,
    kind: textOf(item, 'kind') as BasisKind,
    purpose: textOf(item, 'purpose') as ReadPurpose,
    openedBy: textOf(item, 'openedBy'),
    openedAt: numberOf(item, 'openedAt'),
    ...(endsAt !== undefined && { endsAt }),
    ...(personId !== undefined && { personId }),
    state: textOf(item, 'state') as RegistryBasis['state'],
    ...(closedAt !== undefined && { closedAt }),
    receipt: { eventId: textOf(item, 'eventId'), leaf: textOf(item, 'leaf') },
    reliedOn: relyOn(basisKey(tenant, basisId), numberOf(item, 'version')),
  };
};

/** Transactions and cases upon which the registry is searched and read, and which people each is about. */
export const bases = (table: Table) => ({
  find: async (tenant: string, basisId: string): Promise<StoredBasis | undefined> => {
    const item = await table.get(basisKey(tenant, basisId));
    return item && fromItem(tenant, basisId, item);
  },

  /** Refused where the id is taken. */
  putWrite: (tenant: string, basis: RegistryBasis, receipt: Receipt): Write => ({
    kind: 'put',
    key: basisKey(tenant, basis.basisId),
    item: toItem(basis, receipt),
    condition: 'absent',
  }),

  /** Refused where it is not open any more. */
  closeWrite: (tenant: string, basisId: string, closedAt: number): Write => ({
    kind: 'update',
    key: basisKey(tenant, basisId),
    set: { state: 'closed', closedAt },
    add: { version: 1 },
    condition: [{ attribute: 'state', is: 'equal', to: 'open' }],
  }),

  /**
   * Binds a person: from then on they may be read upon it. May be said again. That goes with the end of a transaction, and of a case when
   * it is closed.
   */
  bindWrite: (
    tenant: string,
    { basisId, endsAt }: Pick<RegistryBasis, 'basisId' | 'endsAt'>,
    personId: string,
  ): Write => ({
    kind: 'put',
    key: boundKey(tenant, basisId, personId),
    item: endsAt === undefined ? {} : { expiresAtSeconds: Math.ceil(endsAt / 1_000) },
  }),

  /** Has somebody look whether all who were found upon a case are forgotten, from its close on. */
  unbindDueWrite: (tenant: string, caseId: string, closedAt: number): Write =>
    duePut({ what: 'case', tenant, id: caseId, personId: '', dueAt: closedAt }),

  /**
   * Forgets who was found upon a case that is closed, and then that somebody has to look. Said again, it goes on with who is left;
   * false where time was over before all were forgotten.
   */
  unbind: async (
    tenant: string,
    { caseId, closedAt }: { readonly caseId: string; readonly closedAt: number },
    isOutOfTime: () => boolean = () => false,
  ): Promise<boolean> => {
    const key = boundKey(tenant, caseId, '');
    for await (const { sort } of itemsBelow(table, key)) {
      if (isOutOfTime()) return false;
      await table.write({ kind: 'delete', key: { ...key, sort } });
    }
    await table.write(dueDelete({ what: 'case', tenant, id: caseId, dueAt: closedAt }));
    return true;
  },

  /** Whether a person was found or registered upon it. */
  isBound: async (tenant: string, basisId: string, personId: string): Promise<boolean> =>
    (await table.get(boundKey(tenant, basisId, personId))) !== undefined,
});

export type Bases = ReturnType<typeof bases>;
