import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import { BATCH_LIMIT, PURPOSES, REVOKE_REASONS, rolesReadingFrom } from '../domain/index.ts';
import { amendmentSpecs } from './amendment-specs.ts';
import { caseSpecs } from './case-specs.ts';
import { disclosure } from './disclosure-schema.ts';
import { GENERAL_ITEM_CODES, itemProblem } from './item-problem.ts';
import { parcelId, token } from './parcel-words.ts';
import { reissueSpecs } from './reissue-specs.ts';
import { issuedParcel, newParcel, parcelReport, revokedParcel } from './schemas.ts';

const issuing = { scope: 'parcels:issue', roles: ['order-system'] } as const;

/** Why a parcel may not be issued. */
const ISSUE_CODES = [
  'PARCEL.ADDRESS_INVALID',
  'PARCEL.KIND_NOT_ALLOWED',
  'PARCEL.TOO_LARGE',
  'PARCEL.WAYBILL_EXISTS',
  'PARCEL.REVOKED',
  'PARCEL.SHREDDED',
  'PARCEL.OUTCOME_UNKNOWN',
] as const;

export const issueParcelSpec = routeSpec({
  method: 'POST',
  path: '/v1/parcels',
  action: 'parcel.issue',
  tag: 'Parcels',
  summary: 'Issue a parcel and get the token of its label',
  description:
    'What is sent is sealed; afterwards only the holder of the parcel can open what the door needs.',
  access: issuing,
  body: newParcel,
  creates: true,
  success: { status: 201, description: 'The parcel and the token for its QR code.', body: issuedParcel },
  problems: ISSUE_CODES,
});

export const issueBatchSpec = routeSpec({
  method: 'POST',
  path: '/v1/parcels/batch',
  action: 'parcel.issue',
  tag: 'Parcels',
  summary: `Issue up to ${BATCH_LIMIT} parcels`,
  description:
    'Each parcel is issued or refused by itself. Sent again with the same Idempotency-Key, a batch that was cut off is ' +
    'completed and nothing is issued twice.',
  access: issuing,
  body: () => z.strictObject({ parcels: z.array(z.unknown()).min(1).max(BATCH_LIMIT) }),
  documentedBody: () => z.strictObject({ parcels: z.array(newParcel()).min(1).max(BATCH_LIMIT) }),
  creates: true,
  success: {
    status: 200,
    description: 'A result for each parcel, in the order they were sent.',
    body: () =>
      z.strictObject({
        results: z.array(
          z.union([
            z.strictObject({
              index: z.int(),
              status: z.literal(201),
              parcel: issuedParcel(),
              auditEvent: z.string(),
            }),
            z.strictObject({
              index: z.int(),
              status: z.int(),
              problem: itemProblem([...ISSUE_CODES, 'REQUEST.INVALID', ...GENERAL_ITEM_CODES]),
            }),
          ]),
        ),
      }),
  },
  problems: [],
});

export const resolveTokenSpec = routeSpec({
  method: 'POST',
  path: '/v1/parcels/resolve',
  action: 'parcel.resolve',
  tag: 'Parcels',
  summary: 'Open a scanned label',
  description:
    'Answers the field groups that role, custody and purpose allow. The read is on record before it happens.',
  access: { scope: 'parcels:resolve', roles: rolesReadingFrom('label') },
  body: () =>
    z.strictObject({
      token,
      purpose: z.enum(PURPOSES),
      caseId: z.string().min(1).max(64).exactOptional(),
    }),
  success: { status: 200, description: 'What this reader may see.', body: disclosure },
  problems: [
    'PARCEL.TOKEN_MALFORMED',
    'PARCEL.TOKEN_FORGED',
    'PARCEL.UNKNOWN',
    'PARCEL.REVOKED',
    'PARCEL.SHREDDED',
    'PARCEL.PURPOSE_NOT_ALLOWED',
    'PARCEL.CASE_UNKNOWN',
    'PARCEL.NOT_IN_CUSTODY',
    'PARCEL.OTHER_SIDE_READ',
    'PARCEL.SHIFT_CLOSED',
    'PARCEL.STATE_NOT_ALLOWED',
    'PARCEL.QUOTA_EXCEEDED',
    'PARCEL.CHANGED',
  ],
});

export const readParcelSpec = routeSpec({
  method: 'GET',
  path: '/v1/parcels/{parcelId}',
  action: 'parcel.read',
  tag: 'Parcels',
  summary: 'Follow a parcel',
  description: 'State and custody; nothing personal. A shipper sees what is in the own custody.',
  access: {
    scope: 'parcels:read',
    roles: ['order-system', 'sorter', 'desk-clerk', 'dispatcher', 'support', 'shipper'],
  },
  params: () => z.strictObject({ parcelId }),
  success: { status: 200, description: 'State and custody trail.', body: parcelReport },
  problems: ['PARCEL.UNKNOWN', 'PARCEL.SHREDDED', 'PARCEL.NOT_IN_CUSTODY', 'PARCEL.CHANGED'],
});

export const revokeParcelSpec = routeSpec({
  method: 'POST',
  path: '/v1/parcels/{parcelId}/revoke',
  action: 'parcel.revoke',
  tag: 'Parcels',
  summary: 'Revoke a parcel and its label',
  description:
    'For good: the label opens and moves nothing any more, and its key is destroyed at once. Revoking a revoked parcel ' +
    'changes nothing.',
  access: { scope: 'parcels:revoke', roles: ['order-system', 'dispatcher'] },
  params: () => z.strictObject({ parcelId }),
  body: () => z.strictObject({ reason: z.enum(REVOKE_REASONS) }),
  success: { status: 200, description: 'The revoked parcel.', body: revokedParcel },
  problems: ['PARCEL.UNKNOWN', 'PARCEL.SHREDDED', 'PARCEL.CLOSED', 'PARCEL.CHANGED'],
});

/** The specifications of issuing, reading and revoking parcels and of cases; custody and escrow have theirs apart. */
export const parcelSpecs = [
  issueParcelSpec,
  issueBatchSpec,
  resolveTokenSpec,
  readParcelSpec,
  revokeParcelSpec,
  ...amendmentSpecs,
  ...reissueSpecs,
  ...caseSpecs,
];
