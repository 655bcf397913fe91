import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { JUNK_RULES, REPORT_FORMATS, SEVERITIES, SWEEP_FAILURES, SWEEP_STATES } from '../domain/index.ts';
import { uuid } from './record-schemas.ts';

/** A sweep is of everybody. */
const access = { scope: 'registry:admin', roles: ['security-officer'] } as const;

const tag = 'Sweeps of the registry';

const params = () => z.strictObject({ sweepId: uuid });

const count = z.int().min(0);

const step = z.strictObject({ done: count, of: count });

/** Hits of one page, at most: each may carry two hundred ids of people and as many of numbers. */
const PAGE_LIMIT = 100;

/** Where the next page begins: step, part, hits of it that were shown. */
export const HIT_CURSOR = /^(?<step>segment|bucket)-(?<part>[0-9a-f]{2,4})-(?<hits>\d{1,9})$/;

const cursor = z.string().regex(HIT_CURSOR);

const sweepProgress = once(() =>
  z
    .strictObject({
      sweepId: uuid,
      state: z.enum(SWEEP_STATES),
      startedAt: z.iso.datetime().meta({ description: 'The sweep is of this instant.' }),
      finishedAt: z.iso.datetime().exactOptional(),
      failure: z
        .enum(SWEEP_FAILURES)
        .exactOptional()
        .meta({ description: 'Of one that failed: what it found is not all. Another may begin.' }),
      segments: step.meta({ description: 'Of people that are read.' }),
      buckets: step.meta({ description: 'Of what is judged across people afterwards.' }),
      people: count,
      numbers: count.meta({ description: 'Those that have ended included.' }),
      hits: z
        .array(z.strictObject({ rule: z.enum(JUNK_RULES), count }))
        .readonly()
        .meta({ description: 'So far, by rule; of those that found something.' }),
    })
    .meta({ id: 'RegistrySweep' }),
);

const junkHit = once(() =>
  z
    .strictObject({
      rule: z.enum(JUNK_RULES),
      severity: z.enum(SEVERITIES),
      code: z.string(),
      numbers: z
        .array(z.strictObject({ name: z.string(), value: z.int() }))
        .readonly()
        .meta({ description: 'What the code is explained with. `found`: how many there are in all.' }),
      personIds: z.array(z.string()).readonly(),
      subscriptionIds: z.array(z.string()).readonly(),
      key: z.string().meta({ description: 'Names the hit within its sweep.' }),
    })
    .meta({ id: 'JunkHit' }),
);

export const beginSweepSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/sweeps',
  action: 'registry.sweep',
  tag,
  summary: 'Sweep the registry for junk SIMs',
  description: 'Reads everybody, once, as of this instant. One at a time.',
  access,
  creates: true,
  success: {
    status: 202,
    description: 'It is begun.',
    body: () =>
      z.strictObject({ sweepId: uuid, startedAt: z.iso.datetime() }).meta({ id: 'BegunRegistrySweep' }),
  },
  problems: ['SUBSCRIBER.CHANGED', 'SUBSCRIBER.SWEEP_RUNNING'],
});

export const readSweepSpec = routeSpec({
  method: 'GET',
  path: '/v1/registry/sweeps/{sweepId}',
  action: 'registry.sweep',
  tag,
  summary: 'Follow a sweep',
  access,
  params,
  success: { status: 200, description: 'How far it is, and what it found so far.', body: sweepProgress },
  problems: ['SUBSCRIBER.SWEEP_UNKNOWN'],
});

export const listHitsSpec = routeSpec({
  method: 'GET',
  path: '/v1/registry/sweeps/{sweepId}/hits',
  action: 'registry.sweep',
  tag,
  summary: 'List what a sweep found',
  description:
    'So far; all of it once the sweep is finished. Nothing of a hit is personal: it names people and numbers by ids.',
  access,
  params,
  query: () =>
    z.strictObject({
      rule: z.enum(JUNK_RULES).exactOptional(),
      limit: z.coerce.number().int().min(1).max(PAGE_LIMIT).default(PAGE_LIMIT),
      cursor: cursor.exactOptional(),
    }),
  success: {
    status: 200,
    description: 'Some hits, and where the next begin.',
    body: () => z.strictObject({ hits: z.array(junkHit()).readonly(), cursor: cursor.exactOptional() }),
  },
  problems: ['SUBSCRIBER.SWEEP_UNKNOWN'],
});

export const reportSweepSpec = routeSpec({
  method: 'GET',
  path: '/v1/registry/sweeps/{sweepId}/report',
  action: 'registry.sweep',
  tag,
  summary: 'Report what a sweep found',
  description:
    'By rule, with counts, and the first hundred hits of each in words, Vietnamese and English. As a file to be saved.',
  access,
  params,
  query: () => z.strictObject({ format: z.enum(REPORT_FORMATS).default('json') }),
  success: {
    status: 200,
    description: 'The report.',
    body: () => z.string(),
    mediaType: ['application/json', 'text/csv; charset=utf-8', 'text/html; charset=utf-8'],
    headers: { 'content-disposition': { description: 'Under which name it is saved.' } },
  },
  problems: ['SUBSCRIBER.SWEEP_UNKNOWN'],
});

/** The specifications of the routes of sweeps. */
export const sweepSpecs = [beginSweepSpec, readSweepSpec, listHitsSpec, reportSweepSpec];
