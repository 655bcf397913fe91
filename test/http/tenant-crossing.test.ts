import { describe, expect, it } from 'vitest';
import { apiSpecs } from '../../packages/runtimes/local/src/api-document.ts';
import { crossings } from '../support/crossings/crossings.ts';
import { crossingGround } from '../support/crossings/ground.ts';
import { eventsSeenBy } from '../support/crossings/seen-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const ground = await crossingGround(system);
const tried = crossings(ground);

interface Told {
  readonly status: number;
  readonly body: {
    readonly code?: string;
    readonly receipt?: string;
    readonly results?: readonly { readonly problem?: { readonly code: string } }[];
    readonly events?: readonly unknown[];
    readonly counts?: readonly unknown[];
    readonly result?: string;
    readonly step?: { readonly play: readonly string[] };
  };
}

/** What is answered, without the ids of the answer's own event. */
const told = async (answer: Response): Promise<Told> => ({
  status: answer.status,
  body: JSON.parse(
    (await answer.text()).replaceAll(/"(auditEvent|challengeId|receipt)":"[^"]+"/g, '"$1":""'),
  ) as Told['body'],
});

const noticesBefore = system.notices.length;

/** The code of a refusal, its own or that of the one item asked for. */
const refusalIn = ({ status, body }: Told): string | undefined => {
  if (body.receipt !== undefined) return 'a receipt';
  if (body.result !== undefined) return body.result;
  if (body.step !== undefined) return body.step.play[0];
  if (status === 202) return system.notices.length === noticesBefore ? 'a challenge and no code' : 'a code';
  if (body.counts?.length === 0) return 'no counts';
  return body.events?.length === 0 ? 'no events' : (body.code ?? body.results?.[0]?.problem?.code);
};

/** Whether a request is one of a route: `GET /v1/parcels/{parcelId}`. */
const isOf = (route: string, request: string): boolean =>
  new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+').replaceAll(/\{\w+\+\}/g, '.+')}$`).test(request);

/** Routes that take no id of anything that exists. */
const WITHOUT_IDS = [
  'POST /v1/parcels',
  'POST /v1/parcels/batch',
  'GET /v1/shifts/current',
  'GET /v1/subject-requests',
  'POST /v1/parcels/search',
  'GET /v1/bundle-keys',
  'GET /v1/staff',
  'GET /v1/facilities',
  'POST /v1/webhooks',
  'GET /v1/numbers',
  // Tells of no number whose it is until two people have asked for it.
  'POST /v1/numbers',
  'GET /v1/staff-numbers',
  'GET /v1/collection-accounts',
  'POST /v1/collection-accounts',
  'GET /v1/badge',
  // An account is a bank's, and says so to whoever asks of any company; door-checks.test.ts asks of two.
  'POST /v1/public/{company}/payment-checks',
  'GET /v1/webhooks',
  'GET /v1/devices',
  'GET /v1/approvals',
  'GET /v1/audit/questions',
  'POST /v1/registry/open',
  // Names of indexes are everybody's.
  'GET /v1/registry/indexes',
  'POST /v1/registry/indexes/{index}/rebuild',
  'POST /v1/registry/imports',
  'POST /v1/registry/exports',
  'POST /v1/registry/sweeps',
  'POST /v1/registry/transactions',
  'POST /v1/registry/images',
  'POST /v1/registry/import-images',
  'GET /v1/registry/claims',
  'GET /v1/registry/reconciliations',
  'GET /v1/registry/subject-requests',
  'GET /v1/registry/authority-requests',
  // Looks nobody up before two people have released it; rights.test.ts asks of two companies.
  'POST /v1/registry/authority-requests',
  'POST /stir/v1/signing',
  'POST /stir/v1/verification',
  'GET /stir/{spc}/{serial}',
  'GET /.well-known/jwks.json',
];

describe('an id of another tenant', () => {
  it('is tried on every route that takes one', () => {
    expect([...new Set([...tried.map(({ route }) => route), ...WITHOUT_IDS])].toSorted()).toEqual(
      apiSpecs.map(({ method, path }) => `${method} ${path}`).toSorted(),
    );
  });

  it.each(tried)(
    'is answered by $route as one that never was: $by',
    async ({ route, ask, id, random, refusal }) => {
      const before = system.asked.length;
      const foreign = await told(await ask(id));
      expect(system.asked.slice(before).filter((request) => !isOf(route, request))).toEqual([]);
      expect(system.asked.length).toBeGreaterThan(before);
      expect(refusalIn(foreign)).toBe(refusal);
      expect(foreign).toEqual(await told(await ask(random())));
      expect(JSON.stringify(foreign)).not.toContain(id);
    },
  );

  it('changed nothing in its own tenant, whoever tried', async () => {
    const { parcel, shiftId } = ground.first;
    const answer = await system.as('order-system').get(`/v1/parcels/${parcel.parcelId}`);
    expect(await answer.json()).toMatchObject({
      state: 'out-for-delivery',
      holder: { type: 'shift', id: shiftId },
    });
    const current = await system.as('shipper-an').get('/v1/shifts/current');
    expect(await current.json()).toMatchObject({ shiftId, state: 'open' });
  });
});

describe('two tenants that have asked for each other’s', () => {
  it('audit their own events and no others', async () => {
    const events = await eventsSeenBy(system, 'auditor-khanh', { limit: 200 });
    const ours = new Set(events.map(({ eventId }) => eventId));
    const theirs = await eventsSeenBy(system, 'other-auditor', { limit: 200 });
    expect(theirs.length).toBeGreaterThan(tried.length);
    expect(theirs.filter(({ eventId }) => ours.has(eventId))).toEqual([]);
  });

  it('cross nowhere by a fault', () => {
    expect(system.faults).toEqual([]);
  });
});
