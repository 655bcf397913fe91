import type { Sealed } from '@temkin/crypto';
import type { Receipt } from '@temkin/kernel';
import {
  keyOf,
  numberOf,
  optional,
  relyOn,
  textOf,
  type Attribute,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import type { Read, ReportKind, ReportOutcome, ShownNumber } from '../domain/index.ts';

/** What a report's numbers are called, by the tenant key of some month. */
export interface ReportedNames {
  readonly keyId: string;
  readonly numberHash: string;
  /** `lastFourProof` of the number that rang and the reporter's four digits, where these were given. */
  readonly lastFourHash?: string;
}

/** A citizen's report as it is kept: what it says is sealed, and what it is joined by is keyed. Instants are milliseconds. */
export interface CallReport {
  /** 16 hexadecimal digits: the receipt. */
  readonly reportId: string;
  readonly kind: ReportKind;
  readonly receivedAt: number;
  readonly calledAt: number;
  readonly shownOf: ShownNumber['of'];
  /** Staff member whose own number was shown. */
  readonly shownShipper?: string;
  readonly names: readonly ReportedNames[];
  readonly outcome?: ReportOutcome;
  readonly joinedAt?: number;
  /** Tenant key (purpose `call-report`) of the content. */
  readonly keyId: string;
  readonly content: Sealed;
  readonly fileReceipt: Receipt;
  /** Of its last change. */
  readonly eventId: string;
}

/** Partitions of what is due: the last hexadecimal digit of a report's id, which is a keyed hash. */
export const REPORT_SHARDS: readonly string[] = Array.from('0123456789abcdef');

const PAGE_ITEMS = 100;

/** Digits of an instant in milliseconds, until the year 2286. */
const TIME_DIGITS = 13;

/** A report that is to be joined. */
export interface DueReport {
  readonly tenant: string;
  readonly reportId: string;
  readonly dueAt: number;
}

const reportKey = (tenant: string, reportId: string): Key =>
  keyOf('calls', 'callReport', { tenant, reportId });

const dueKey = ({ tenant, reportId, dueAt }: DueReport): Key =>
  keyOf('calls', 'dueReport', {
    shard: reportId.slice(-1),
    dueAt: String(dueAt).padStart(TIME_DIGITS, '0'),
    tenant,
    reportId,
  });

const namesOf = (value: Attribute): ReportedNames => {
  const item = value as Item;
  const lastFourHash = optional(textOf, item, 'lastFourHash');
  return {
    keyId: textOf(item, 'keyId'),
    numberHash: textOf(item, 'numberHash'),
    ...(lastFourHash !== undefined && { lastFourHash }),
  };
};

const fromItem = (tenant: string, item: Item): Read<CallReport> => {
  const reportId = textOf(item, 'reportId');
  const shownShipper = optional(textOf, item, 'shownShipper');
  const outcome = optional(textOf, item, 'outcome');
  const joinedAt = optional(numberOf, item, 'joinedAt');
  return {
    reportId,
    kind: textOf(item, 'kind') as ReportKind,
    receivedAt: numberOf(item, 'receivedAt'),
    calledAt: numberOf(item, 'calledAt'),
    shownOf: textOf(item, 'shownOf') as ShownNumber['of'],
    ...(shownShipper !== undefined && { shownShipper }),
    names: (item['names'] as readonly Attribute[]).map(namesOf),
    ...(outcome !== undefined && { outcome: outcome as ReportOutcome }),
    ...(joinedAt !== undefined && { joinedAt }),
    keyId: textOf(item, 'keyId'),
    content: { nonce: item['nonce'] as Uint8Array, ciphertext: item['content'] as Uint8Array },
    fileReceipt: { eventId: textOf(item, 'fileEventId'), leaf: textOf(item, 'fileLeaf') },
    eventId: textOf(item, 'eventId'),
    reliedOn: relyOn(reportKey(tenant, reportId), numberOf(item, 'version')),
  };
};

/** Reports of citizens. */
export const callReports = (table: Table) => ({
  find: async (tenant: string, reportId: string): Promise<Read<CallReport> | undefined> => {
    const item = await table.get(reportKey(tenant, reportId));
    return item && fromItem(tenant, item);
  },

  /** Refused at position 0 where the report is on file. `dueAt` has it joined then. */
  fileWrites: (
    tenant: string,
    { content, fileReceipt, names, ...report }: CallReport,
    { dueAt, expiresAtSeconds }: { readonly dueAt: number; readonly expiresAtSeconds: number },
  ): readonly Write[] => [
    {
      kind: 'put',
      key: reportKey(tenant, report.reportId),
      item: {
        ...report,
        names: names.map((name) => ({ ...name })),
        nonce: content.nonce,
        content: content.ciphertext,
        fileEventId: fileReceipt.eventId,
        fileLeaf: fileReceipt.leaf,
        version: 1,
        expiresAtSeconds,
      },
      condition: 'absent',
    },
    {
      kind: 'put',
      key: dueKey({ tenant, reportId: report.reportId, dueAt }),
      item: { tenant, reportId: report.reportId },
    },
  ],

  /** Refused where anything happened to the report meanwhile. Nobody looks at it as due any more. */
  joinWrites: (
    due: DueReport,
    { reportId, reliedOn }: Read<CallReport>,
    joined: { readonly outcome: ReportOutcome; readonly joinedAt: number; readonly eventId: string },
  ): readonly Write[] => [
    {
      kind: 'update',
      key: reportKey(due.tenant, reportId),
      set: joined,
      add: { version: 1 },
      condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
    },
    { kind: 'delete', key: dueKey(due) },
  ],

  /** Reports of a shard that are due by an instant, of all tenants, the longest due first. What is settled meanwhile skips nothing. */
  async *due(shard: string, nowMilliseconds: number): AsyncGenerator<DueReport, void, undefined> {
    const { partition } = dueKey({ tenant: '', reportId: shard, dueAt: 0 });
    let after: string | undefined;
    do {
      const { items, next } = await table.query({
        table: 'calls',
        partition,
        limit: PAGE_ITEMS,
        ...(after !== undefined && { after }),
      });
      for (const { sort, item } of items) {
        const dueAt = Number(sort.slice(0, TIME_DIGITS));
        if (dueAt > nowMilliseconds) return;
        yield { tenant: textOf(item, 'tenant'), reportId: textOf(item, 'reportId'), dueAt };
      }
      after = next;
    } while (after !== undefined);
  },

  /** Nobody looks at it as due any more. */
  settle: async (due: DueReport): Promise<void> => {
    await table.write({ kind: 'delete', key: dueKey(due) });
  },
});

export type CallReports = ReturnType<typeof callReports>;
