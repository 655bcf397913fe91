import type { Sealed } from '@temkin/crypto';
import { bytesOf, keyOf, numberOf, textOf, type Item, type Table, type Write } from '@temkin/storage';
import type { ApprovalDecision, ApprovalRequest, ApprovalVerdict } from '../domain/index.ts';

/** A request as it is kept: what it says is sealed. */
export interface KeptRequest extends ApprovalRequest {
  /** Of the tenant key under which it is sealed. */
  readonly keyId: string;
  readonly content: Sealed;
}

/** A request, and what was decided about this very one. */
export interface FoundApproval {
  readonly request: KeptRequest;
  readonly decision?: ApprovalDecision;
}

const requestKey = (tenant: string, approvalId: string) =>
  keyOf('approvals', 'approvalRequest', { tenant, approvalId });

/** Of one asking: what was decided about a former one, of the same words, decides nothing. */
const decisionKey = (tenant: string, { approvalId, eventId }: ApprovalRequest) =>
  keyOf('access', 'approvalDecision', { tenant, approvalId, requestEventId: eventId });

const toRequest = (approvalId: string, item: Item): KeptRequest => ({
  approvalId,
  action: textOf(item, 'action'),
  requestedBy: textOf(item, 'requestedBy'),
  requestedAt: numberOf(item, 'requestedAt'),
  expiresAt: numberOf(item, 'expiresAtSeconds') * 1_000,
  eventId: textOf(item, 'eventId'),
  keyId: textOf(item, 'keyId'),
  content: { nonce: bytesOf(item, 'nonce'), ciphertext: bytesOf(item, 'content') },
});

/** Refused where this asking is there no more. */
const stillAsked = (
  kind: 'check' | 'delete',
  tenant: string,
  { approvalId, eventId }: ApprovalRequest,
): Write => ({
  kind,
  key: requestKey(tenant, approvalId),
  condition: [{ attribute: 'eventId', is: 'equal', to: eventId }],
});

const toDecision = (item: Item): ApprovalDecision => ({
  verdict: textOf(item, 'verdict') as ApprovalVerdict,
  decidedBy: textOf(item, 'decidedBy'),
  decidedAt: numberOf(item, 'decidedAt'),
});

/**
 * What was asked for, in `approvals`, and what was decided, in `access`: whoever asks for approvals and spends them needs
 * no right to write the table in which they are given.
 */
export const approvalStore = (table: Table) => ({
  /** Until it is spent or swept away; an expired one may still be there. */
  find: async (tenant: string, approvalId: string): Promise<FoundApproval | undefined> => {
    const asked = await table.get(requestKey(tenant, approvalId));
    if (asked === undefined) return undefined;
    const request = toRequest(approvalId, asked);
    const decided = await table.get(decisionKey(tenant, request));
    return { request, ...(decided !== undefined && { decision: toDecision(decided) }) };
  },

  /** In order of ids, which means nothing; `next` is the `after` of the following page, present where more may follow. */
  page: async (
    tenant: string,
    { limit, after }: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly approvals: readonly FoundApproval[]; readonly next?: string }> => {
    const page = await table.query({
      table: 'approvals',
      partition: requestKey(tenant, '').partition,
      limit,
      ...(after !== undefined && { after }),
    });
    // A sort key is the id alone, which needs no percent-encoding.
    const requests = page.items.map(({ sort, item }) => toRequest(sort, item));
    const decisions = await table.getMany(requests.map((request) => decisionKey(tenant, request)));
    const approvals = requests.map((request, at) => {
      const decided = decisions[at];
      return { request, ...(decided !== undefined && { decision: toDecision(decided) }) };
    });
    const last = page.items.at(-1);
    return { approvals, ...(page.next !== undefined && last !== undefined && { next: last.sort }) };
  },

  /** Refused where somebody has asked for the same meanwhile. `over` is one that stands no more. */
  askWrite: (tenant: string, request: KeptRequest, over: ApprovalRequest | undefined): Write => ({
    kind: 'put',
    key: requestKey(tenant, request.approvalId),
    item: {
      action: request.action,
      requestedBy: request.requestedBy,
      requestedAt: request.requestedAt,
      keyId: request.keyId,
      nonce: request.content.nonce,
      content: request.content.ciphertext,
      eventId: request.eventId,
      expiresAtSeconds: request.expiresAt / 1_000,
    },
    condition: over === undefined ? 'absent' : [{ attribute: 'eventId', is: 'equal', to: over.eventId }],
  }),

  /** Refused where the request was spent, asked anew or decided about meanwhile. */
  decideWrites: (
    tenant: string,
    request: ApprovalRequest,
    { verdict, decidedBy, decidedAt }: ApprovalDecision,
  ): readonly Write[] => [
    stillAsked('check', tenant, request),
    {
      kind: 'put',
      key: decisionKey(tenant, request),
      item: { verdict, decidedBy, decidedAt, expiresAtSeconds: request.expiresAt / 1_000 },
      condition: 'absent',
    },
  ],

  /** Spends an approval. Refused where it was spent, or asked for anew: a decision is made once and stays. */
  spendWrites: (tenant: string, request: ApprovalRequest): readonly Write[] => [
    stillAsked('delete', tenant, request),
    {
      kind: 'check',
      key: decisionKey(tenant, request),
      condition: [{ attribute: 'verdict', is: 'equal', to: 'approved' }],
    },
  ],
});

export type ApprovalStore = ReturnType<typeof approvalStore>;
