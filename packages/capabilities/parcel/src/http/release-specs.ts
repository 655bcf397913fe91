import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { RELEASABLE_GROUPS, RELEASE_GROUNDS, RELEASE_VERIFICATIONS } from '../domain/index.ts';
import { day } from './gate-schemas.ts';
import { isNamedOnce, NAME_ONCE, parcelNames } from './parcel-name.ts';
import { parcelId } from './parcel-words.ts';
import { text } from './text.ts';

const releasing = { scope: 'releases:make', roles: ['privacy-officer'] } as const;

const releaseId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .meta({ description: 'Sent as `caseId` to open the parcel for the purpose `authority`.' });

const ground = z
  .enum(RELEASE_GROUNDS)
  .meta({ description: 'Upon what the authority may ask (Post Law 49/2010/QH12 Art 14.2).' });

const groups = z.array(z.enum(RELEASABLE_GROUPS));

const request = {
  authority: z.string(),
  officer: z.string().meta({ description: 'Who signed the request.' }),
  documentNumber: z.string(),
  documentDate: day,
  verification: z
    .enum(RELEASE_VERIFICATIONS)
    .meta({ description: 'How it was made sure that whoever asked is the authority.' }),
};

const released = {
  releaseId,
  parcelId,
  ground,
  groups: groups.readonly(),
  validUntil: day,
  state: z.enum(['open', 'closed']),
  madeAt: z.iso.datetime(),
  closedAt: z.iso.datetime().exactOptional(),
};

const registered = once(() => z.strictObject({ ...released, ...request }).meta({ id: 'AuthorityRelease' }));

export const makeReleaseSpec = routeSpec({
  method: 'POST',
  path: '/v1/authority-releases',
  action: 'release.make',
  tag: 'Authority releases',
  summary: 'Release groups of a parcel to an authority',
  description:
    'Two people: whoever asks, and somebody else who agrees. Others than whoever asked may then open these groups for the ' +
    'purpose `authority`, to the end of the last day. What the authority wrote is kept sealed.',
  access: releasing,
  body: () =>
    z
      .strictObject({
        ...parcelNames,
        ...request,
        authority: text(200),
        officer: text(100),
        documentNumber: text(64),
        ground,
        groups: groups.min(1).max(RELEASABLE_GROUPS.length),
        validUntil: day.meta({ description: 'Last day, Vietnam time; at most 30 days from now.' }),
      })
      .refine(isNamedOnce, NAME_ONCE)
      .meta({ id: 'NewAuthorityRelease' }),
  creates: true,
  twoPerson: true,
  success: { status: 201, description: 'The release.', body: registered },
  problems: [
    'PARCEL.UNKNOWN',
    'PARCEL.SHREDDED',
    'PARCEL.LABEL_ONLY',
    'PARCEL.DATE_INVALID',
    'PARCEL.CHANGED',
  ],
});

export const readReleaseSpec = routeSpec({
  method: 'GET',
  path: '/v1/authority-releases/{releaseId}',
  action: 'release.read',
  tag: 'Authority releases',
  summary: 'Read a release and what the authority wrote',
  access: releasing,
  params: () => z.strictObject({ releaseId }),
  success: { status: 200, description: 'The release.', body: registered },
  problems: ['PARCEL.RELEASE_NOT_FOUND', 'PARCEL.CHANGED'],
});

export const closeReleaseSpec = routeSpec({
  method: 'POST',
  path: '/v1/authority-releases/{releaseId}/close',
  action: 'release.close',
  tag: 'Authority releases',
  summary: 'Close a release',
  description: 'From then on nobody reads by it. Closing a closed release changes nothing.',
  access: releasing,
  params: () => z.strictObject({ releaseId }),
  success: {
    status: 200,
    description: 'The closed release.',
    body: () => z.strictObject(released).meta({ id: 'ClosedRelease' }),
  },
  problems: ['PARCEL.RELEASE_NOT_FOUND', 'PARCEL.CHANGED'],
});

/** The specifications of releases to authorities. */
export const releaseSpecs = [makeReleaseSpec, readReleaseSpec, closeReleaseSpec];
