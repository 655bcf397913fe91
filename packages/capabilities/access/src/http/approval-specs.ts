import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { APPROVAL_ID, APPROVAL_VERDICTS, DECIDING_ROLES, PRINCIPAL_ID } from '../domain/index.ts';
import { limit } from './words.ts';

const deciding = { scope: 'approvals:decide', roles: DECIDING_ROLES } as const;

const approvalId = z.string().regex(APPROVAL_ID);

const asked = once(() =>
  z
    .strictObject({
      approvalId,
      action: z.string().meta({ description: 'As events call it: `parcel.shred`.' }),
      requestedBy: z.string().regex(PRINCIPAL_ID).meta({ description: 'Staff id.' }),
      requestedAt: z.iso.datetime(),
      expiresAt: z.iso.datetime(),
      terms: z
        .object({})
        .catchall(z.union([z.string(), z.array(z.string()).readonly()]))
        .meta({ description: 'All that is asked for: nothing else is agreed to.' }),
    })
    .meta({ id: 'AskedApproval' }),
);

export const listApprovalsSpec = routeSpec({
  method: 'GET',
  path: '/v1/approvals',
  action: 'approval.list',
  tag: 'Approvals',
  summary: 'What waits for your agreement',
  description:
    'Requests of others about which one of your roles decides. A page may be short and still carry a cursor.',
  access: deciding,
  query: () => z.strictObject({ limit, cursor: approvalId.exactOptional() }),
  success: {
    status: 200,
    description: 'A page of requests.',
    body: () =>
      z.strictObject({ approvals: z.array(asked()).readonly(), cursor: approvalId.exactOptional() }),
  },
  problems: [],
});

/** What the two decisions have in common. */
const decision = {
  method: 'POST',
  tag: 'Approvals',
  access: deciding,
  params: () => z.strictObject({ approvalId }),
  success: {
    status: 200,
    description: 'What was decided.',
    body: () =>
      z
        .strictObject({ approvalId, verdict: z.enum(APPROVAL_VERDICTS), expiresAt: z.iso.datetime() })
        .meta({ id: 'DecidedApproval' }),
  },
  problems: [
    'ACCESS.APPROVAL_UNKNOWN',
    'ACCESS.OWN_REQUEST',
    'ACCESS.NOT_A_PERSON',
    'ACCESS.APPROVAL_DECIDED',
    'ACCESS.APPROVAL_CHANGED',
  ],
} as const;

export const approveSpec = routeSpec({
  ...decision,
  path: '/v1/approvals/{approvalId}/approve',
  action: 'approval.approve',
  summary: 'Agree to what somebody else asked for',
  description:
    'For good. Whoever asked sends the same request once more, before `expiresAt`, and it is done, once. Nobody agrees to ' +
    'what they asked for themselves, nor with somebody whom they let in of late.',
  problems: [...decision.problems, 'ACCESS.NOT_INDEPENDENT'],
});

export const rejectSpec = routeSpec({
  ...decision,
  path: '/v1/approvals/{approvalId}/reject',
  action: 'approval.reject',
  summary: 'Refuse what somebody else asked for',
  description: 'For good: the same request of the same person is refused until it expires.',
});

/** The specifications of approvals. */
export const approvalSpecs = [listApprovalsSpec, approveSpec, rejectSpec];
