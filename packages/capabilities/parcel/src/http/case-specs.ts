import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { CASE_KINDS, CASE_REASONS } from '../domain/index.ts';
import { isNamedOnce, NAME_ONCE, parcelNames } from './parcel-name.ts';
import { parcelId } from './parcel-words.ts';

const caseKeeping = { scope: 'cases:open', roles: ['support-lead', 'security-officer'] } as const;

const caseId = z.string().regex(/^[0-9a-f]{32}$/);

const caseKind = z
  .enum(CASE_KINDS)
  .meta({ description: 'The purpose for which others may read the parcel by this case.' });

const openedCase = once(() =>
  z
    .strictObject({
      caseId,
      parcelId,
      kind: caseKind,
      reason: z.enum(CASE_REASONS),
      state: z.enum(['open', 'closed']),
      openedAt: z.iso.datetime(),
      closedAt: z.iso.datetime().exactOptional(),
    })
    .meta({ id: 'Case' }),
);

export const openCaseSpec = routeSpec({
  method: 'POST',
  path: '/v1/cases',
  action: 'case.open',
  tag: 'Cases',
  summary: 'Open a case about a parcel',
  description:
    'While it is open, others may read the parcel for the purpose of its kind, by its id. Whoever opened it may not.',
  access: caseKeeping,
  body: () =>
    z
      .strictObject({ ...parcelNames, kind: caseKind, reason: z.enum(CASE_REASONS) })
      .refine(isNamedOnce, NAME_ONCE)
      .meta({ id: 'NewCase' }),
  creates: true,
  success: { status: 201, description: 'The open case.', body: openedCase },
  problems: ['PARCEL.UNKNOWN', 'PARCEL.SHREDDED', 'PARCEL.CHANGED'],
});

export const closeCaseSpec = routeSpec({
  method: 'POST',
  path: '/v1/cases/{caseId}/close',
  action: 'case.close',
  tag: 'Cases',
  summary: 'Close a case',
  description: 'From then on nobody reads by it. Closing a closed case changes nothing.',
  access: caseKeeping,
  params: () => z.strictObject({ caseId }),
  success: { status: 200, description: 'The closed case.', body: openedCase },
  problems: ['PARCEL.CASE_NOT_FOUND', 'PARCEL.CHANGED'],
});

/** The specifications of cases. */
export const caseSpecs = [openCaseSpec, closeCaseSpec];
