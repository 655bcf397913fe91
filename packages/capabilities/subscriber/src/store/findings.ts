import type { Receipt } from '@temkin/kernel';
import {
  keyOf,
  numberOf,
  optional,
  partsOf,
  relyOn,
  textOf,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import { segmentOf, type Finding, type FindingGrounds, type Timeline } from '../domain/index.ts';
import { itemsBelow } from './items-below.ts';
import type { Read } from './record-item.ts';
import type { TimelineName } from './timelines.ts';

/** A finding as it is kept, beside its number. */
export interface KeptFinding extends Finding, TimelineName {
  readonly receipt: Receipt;
}

const findingKey = (tenant: string, { personId, subscriptionId }: TimelineName, findingId: string): Key =>
  keyOf('subscribers', 'finding', {
    tenant,
    segment: segmentOf(personId),
    personId,
    subscriptionId,
    findingId,
  });

const toFinding = (tenant: string, names: TimelineName, findingId: string, item: Item): Read<KeptFinding> => {
  const [withdrawnAt, settledAt] = ['withdrawnAt', 'settledAt'].map((name) => optional(numberOf, item, name));
  return {
    personId: names.personId,
    subscriptionId: names.subscriptionId,
    findingId,
    timeline: textOf(item, 'timeline') as Timeline,
    grounds: textOf(item, 'grounds') as FindingGrounds,
    foundAt: numberOf(item, 'foundAt'),
    ...(withdrawnAt !== undefined && { withdrawnAt }),
    ...(settledAt !== undefined && { settledAt }),
    receipt: { eventId: textOf(item, 'eventId'), leaf: textOf(item, 'leaf') },
    reliedOn: relyOn(findingKey(tenant, names, findingId), numberOf(item, 'version')),
  };
};

/** Keeps a finding. Refused where its id is taken. */
export const findingWrite = (tenant: string, finding: KeptFinding): Write => ({
  kind: 'put',
  key: findingKey(tenant, finding, finding.findingId),
  item: {
    timeline: finding.timeline,
    grounds: finding.grounds,
    foundAt: finding.foundAt,
    version: 1,
    eventId: finding.receipt.eventId,
    leaf: finding.receipt.leaf,
  },
  condition: 'absent',
});

/** Ends a finding: it was taken back, or settled by a verification. Refused where it is no longer as it was read. */
export const endFindingWrite = (
  { reliedOn }: Read<KeptFinding>,
  {
    as,
    at,
    receipt,
  }: { readonly as: 'withdrawnAt' | 'settledAt'; readonly at: number; readonly receipt: Receipt },
): Write => ({
  kind: 'update',
  key: { table: 'subscribers', partition: reliedOn.partition, sort: reliedOn.sort },
  set: { [as]: at, eventId: receipt.eventId, leaf: receipt.leaf },
  add: { version: 1 },
  condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
});

/** What was found of numbers. */
export const findings = (table: Table) => ({
  find: async (
    tenant: string,
    names: TimelineName,
    findingId: string,
  ): Promise<Read<KeptFinding> | undefined> => {
    const item = await table.get(findingKey(tenant, names, findingId));
    return item && toFinding(tenant, names, findingId, item);
  },

  /** All that was ever found of a number. */
  async *of(tenant: string, names: TimelineName): AsyncGenerator<Read<KeptFinding>, void> {
    const key = findingKey(tenant, names, '');
    for await (const { sort, item } of itemsBelow(table, key)) {
      const parts = partsOf('subscribers', 'finding', { partition: key.partition, sort });
      if (parts !== undefined) yield toFinding(tenant, names, parts.findingId, item);
    }
  },
});

export type Findings = ReturnType<typeof findings>;
