import type { Receipt } from '@temkin/kernel';
import {
  keyOf,
  numberOf,
  optional,
  relyOn,
  textOf,
  type Item,
  type Table,
  type Write,
} from '@temkin/storage';
import type { Case, CaseKind, CaseReason, Read } from '../domain/index.ts';

const caseKey = (tenant: string, caseId: string) => keyOf('parcels', 'case', { tenant, caseId });

const toCaseItem = (opened: Case, receipt: Receipt): Item => ({
  caseId: opened.caseId,
  parcelId: opened.parcelId,
  kind: opened.kind,
  reason: opened.reason,
  state: opened.state,
  openedBy: opened.openedBy,
  openedAt: opened.openedAt,
  openEventId: receipt.eventId,
  openLeaf: receipt.leaf,
  version: 1,
});

const fromCaseItem = (item: Item): Case & { readonly openReceipt: Receipt } => {
  const closedAt = optional(numberOf, item, 'closedAt');
  return {
    caseId: textOf(item, 'caseId'),
    parcelId: textOf(item, 'parcelId'),
    kind: textOf(item, 'kind') as CaseKind,
    reason: textOf(item, 'reason') as CaseReason,
    state: textOf(item, 'state') as Case['state'],
    openedBy: textOf(item, 'openedBy'),
    openedAt: numberOf(item, 'openedAt'),
    ...(closedAt !== undefined && { closedAt }),
    openReceipt: { eventId: textOf(item, 'openEventId'), leaf: textOf(item, 'openLeaf') },
  };
};

/** Cases: reads alone, for those who only rely on them. */
export const caseReads = (table: Table) => ({
  case: async (
    tenant: string,
    caseId: string,
  ): Promise<Read<Case & { readonly openReceipt: Receipt }> | undefined> => {
    const key = caseKey(tenant, caseId);
    const item = await table.get(key);
    return item && { ...fromCaseItem(item), reliedOn: relyOn(key, numberOf(item, 'version')) };
  },
});

/** Cases, and the writes that open and close them. */
export const caseStore = (table: Table) => ({
  ...caseReads(table),

  /** Refused where the case exists already. */
  openWrites: (tenant: string, opened: Case, receipt: Receipt): readonly Write[] => [
    {
      kind: 'put',
      key: caseKey(tenant, opened.caseId),
      item: toCaseItem(opened, receipt),
      condition: 'absent',
    },
  ],

  /** Refused where the case is not open any more. */
  closeWrites: (tenant: string, { caseId }: Case, closedAt: number): readonly Write[] => [
    {
      kind: 'update',
      key: caseKey(tenant, caseId),
      set: { state: 'closed', closedAt },
      add: { version: 1 },
      condition: [{ attribute: 'state', is: 'equal', to: 'open' }],
    },
  ],
});

export type CaseReads = ReturnType<typeof caseReads>;

export type CaseStore = ReturnType<typeof caseStore>;
