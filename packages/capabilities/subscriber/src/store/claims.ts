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
import {
  claimReceipt,
  segmentOf,
  type ClaimState,
  type ForeignNumberClaim,
  type NumberClaim,
} from '../domain/index.ts';
import type { Read } from './record-item.ts';

/** A claim with the receipt of the event that filed it. */
export type FiledClaim = NumberClaim & { readonly fileReceipt: Receipt };

/** The latest claim of somebody about a number, as a sweep reads it. */
export interface ClaimedNumber {
  readonly personId: string;
  readonly subscriptionId: string;
  readonly claim: ForeignNumberClaim;
}

const claimKey = (tenant: string, claimId: string): Key =>
  keyOf('subscriber-rights', 'claim', { tenant, claimId });

const receiptKey = (tenant: string, receipt: string): Key =>
  keyOf('subscriber-rights', 'claimReceipt', { tenant, receipt });

/** A number, and by which one of theirs somebody claims it not to be theirs. */
interface NumberName {
  readonly personId: string;
  readonly subscriptionId: string;
  readonly claimantSubscriptionId: string;
}

const numberKey = (tenant: string, { personId, subscriptionId, claimantSubscriptionId }: NumberName): Key =>
  keyOf('subscriber-rights', 'claimedNumber', {
    tenant,
    segment: segmentOf(personId),
    personId,
    subscriptionId,
    claimantSubscriptionId,
  });

const toItem = ({ fileReceipt, ...claim }: FiledClaim, version: number): Item => ({
  ...claim,
  fileEventId: fileReceipt.eventId,
  fileLeaf: fileReceipt.leaf,
  version,
});

const fromItem = (item: Item): FiledClaim => {
  const decidedAt = optional(numberOf, item, 'decidedAt');
  const [decidedBy, told] = [optional(textOf, item, 'decidedBy'), optional(textOf, item, 'told')];
  return {
    claimId: textOf(item, 'claimId'),
    personId: textOf(item, 'personId'),
    subscriptionId: textOf(item, 'subscriptionId'),
    claimantPersonId: textOf(item, 'claimantPersonId'),
    claimantSubscriptionId: textOf(item, 'claimantSubscriptionId'),
    caseId: textOf(item, 'caseId'),
    state: textOf(item, 'state') as ClaimState,
    filedAt: numberOf(item, 'filedAt'),
    replyBy: numberOf(item, 'replyBy'),
    doneBy: numberOf(item, 'doneBy'),
    ...(decidedAt !== undefined && { decidedAt }),
    ...(decidedBy !== undefined && { decidedBy }),
    ...(told !== undefined && { told: told as ClaimState }),
    fileReceipt: { eventId: textOf(item, 'fileEventId'), leaf: textOf(item, 'fileLeaf') },
  };
};

const numberIn = (item: Item): ForeignNumberClaim => ({
  state: textOf(item, 'state') as ClaimState,
  at: numberOf(item, 'filedAt'),
});

const asRead = (version: number): Extract<Write, { kind: 'check' }>['condition'] =>
  version === 0 ? 'absent' : [{ attribute: 'version', is: 'equal', to: version }];

const PAGE_ITEMS = 100;

/** What is known of a number by one claimant: the latest claim and how often that changed; 0 where there was none. */
export interface ClaimOfNumber {
  readonly claimId?: string;
  readonly state?: ClaimState;
  readonly version: number;
}

/** Claims that numbers are not those people's on whose documents they are registered. */
export const claims = (table: Table) => ({
  find: async (tenant: string, claimId: string): Promise<Read<FiledClaim> | undefined> => {
    const key = claimKey(tenant, claimId);
    const item = await table.get(key);
    return item && { ...fromItem(item), reliedOn: relyOn(key, numberOf(item, 'version')) };
  },

  /** The claim that a receipt is of. */
  findByReceipt: async (tenant: string, receipt: string): Promise<FiledClaim | undefined> => {
    const named = await table.get(receiptKey(tenant, receipt));
    const item = named && (await table.get(claimKey(tenant, textOf(named, 'claimId'))));
    return item && fromItem(item);
  },

  /** Up to a hundred in one read, in the order asked. */
  findMany: async (
    tenant: string,
    claimIds: readonly string[],
  ): Promise<readonly (FiledClaim | undefined)[]> => {
    if (claimIds.length === 0) return [];
    const items = await table.getMany(claimIds.map((claimId) => claimKey(tenant, claimId)));
    return items.map((item) => item && fromItem(item));
  },

  ofNumber: async (tenant: string, name: NumberName): Promise<ClaimOfNumber> => {
    const item = await table.get(numberKey(tenant, name));
    return item === undefined
      ? { version: 0 }
      : {
          claimId: textOf(item, 'claimId'),
          state: textOf(item, 'state') as ClaimState,
          version: numberOf(item, 'version'),
        };
  },

  /** A claimant's latest claim of each of up to a hundred numbers, in one read, in the order asked; nobody else's. */
  ofNumbers: async (
    tenant: string,
    names: readonly NumberName[],
  ): Promise<readonly (ForeignNumberClaim | undefined)[]> => {
    if (names.length === 0) return [];
    const items = await table.getMany(names.map((name) => numberKey(tenant, name)));
    return items.map((item) => item && numberIn(item));
  },

  /**
   * The numbers of a segment about which there is a claim, in order of people and numbers, each as often as somebody claimed it, a page
   * after the other: what a sweep reads beside the segment. There are few, so one query is enough for most.
   */
  async *ofSegment(tenant: string, segment: string): AsyncGenerator<ClaimedNumber, void> {
    const { partition } = keyOf('subscriber-rights', 'claimedNumber', {
      tenant,
      segment,
      personId: '',
      subscriptionId: '',
      claimantSubscriptionId: '',
    });
    let after: string | undefined;
    do {
      const page = await table.query({
        table: 'subscriber-rights',
        partition,
        limit: PAGE_ITEMS,
        ...(after !== undefined && { after }),
      });
      for (const { sort, item } of page.items) {
        const names = partsOf('subscriber-rights', 'claimedNumber', { partition, sort });
        if (names !== undefined)
          yield { personId: names.personId, subscriptionId: names.subscriptionId, claim: numberIn(item) };
      }
      after = page.next;
    } while (after !== undefined);
  },

  /** Refused where there is such a claim, or where the claimant has filed another about the number since it was looked at. */
  fileWrites: (tenant: string, claim: FiledClaim, { version }: ClaimOfNumber): readonly Write[] => [
    { kind: 'put', key: claimKey(tenant, claim.claimId), item: toItem(claim, 1), condition: 'absent' },
    {
      kind: 'put',
      key: receiptKey(tenant, claimReceipt(claim.claimId)),
      item: { claimId: claim.claimId },
      condition: 'absent',
    },
    {
      kind: 'put',
      key: numberKey(tenant, claim),
      item: { claimId: claim.claimId, state: claim.state, filedAt: claim.filedAt, version: version + 1 },
      condition: asRead(version),
    },
  ],

  /** Notes where a claim stood that its claimant was told of; nothing where it has moved on since. */
  noteTold: async (
    tenant: string,
    { claimId, state }: Pick<NumberClaim, 'claimId' | 'state'>,
  ): Promise<void> => {
    await table.write({
      kind: 'update',
      key: claimKey(tenant, claimId),
      set: { told: state },
      condition: [{ attribute: 'state', is: 'equal', to: state }],
    });
  },

  /** Refused where it is not open any more. */
  decideWrites: (tenant: string, decided: NumberClaim): readonly Write[] => {
    const { state, decidedAt, decidedBy } = decided;
    return [
      {
        kind: 'update',
        key: claimKey(tenant, decided.claimId),
        set: {
          state,
          ...(decidedAt !== undefined && { decidedAt }),
          ...(decidedBy !== undefined && { decidedBy }),
        },
        add: { version: 1 },
        condition: [{ attribute: 'state', is: 'equal', to: 'open' }],
      },
      {
        kind: 'update',
        key: numberKey(tenant, decided),
        set: { state },
        add: { version: 1 },
        condition: [{ attribute: 'claimId', is: 'equal', to: decided.claimId }],
      },
    ];
  },
});

export type Claims = ReturnType<typeof claims>;
