import { application, generalProblems } from '@temkin/http';
import { systemRandom } from '@temkin/kernel';
import { subscriberProblems, type SweepStarter } from '@temkin/subscriber';
import type { JunkHit } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { REGISTRY_NOW } from '../support/generated-registry.ts';
import { TENANT } from './registry-world.ts';
import { countsOf, OFFICER, planted, shown, sweepWorld } from './sweep-world.ts';

interface Answer {
  readonly sweepId: string;
  readonly code: string;
  readonly hits: readonly JunkHit[];
  readonly cursor?: string;
}

const expected = planted.flatMap(({ hits }) => hits);

/** A registry behind its routes, for an officer; every request is one under the same key. */
const office = () => {
  const world = sweepWorld();
  const started: Parameters<SweepStarter>[0][] = [];
  const outage = { is: false };
  const start: SweepStarter = async (sweep) => {
    if (outage.is) throw new Error('nobody answers');
    started.push(sweep);
  };
  const app = application({
    routes: world.routesStarting(start),
    problems: { ...generalProblems, ...subscriberProblems },
    authenticator: {
      authenticate: async () => ({ caller: OFFICER, scopes: ['registry:admin'], mustSign: false }),
    },
    signatures: { verify: async ({ caller }) => ({ caller, checkBody: async () => {} }) },
    refusalLog: { record: async () => ({ eventId: '01890a5d-ac96-7000-8000-000000000001', leaf: 'leaf' }) },
    idempotencyClaims: { claim: async () => new Uint8Array(32).fill(7) },
    faultLog: { fault: () => undefined },
    clock: { now: () => REGISTRY_NOW },
    random: systemRandom,
  });
  const ask = (method: 'GET' | 'POST', path = ''): Promise<Response> =>
    app.fetch(
      new Request(`https://registry.example/v1/registry/sweeps${path}`, {
        method,
        headers: { authorization: 'Bearer officer', 'idempotency-key': 'one' },
      }),
    );
  const read = async (path: string): Promise<Answer> => (await (await ask('GET', path)).json()) as Answer;
  return { world, ask, read, started, outage };
};

describe('the routes of sweeps', () => {
  it('begin a sweep and have it started, again where nobody heard of it', async () => {
    const { world, ask, started, outage } = office();
    outage.is = true;
    expect((await ask('POST')).status).toBe(500);
    outage.is = false;
    const begun = await ask('POST');
    expect(begun.status).toBe(202);
    expect(begun.headers.get('audit-event')).not.toBeNull();
    const { sweepId } = (await begun.json()) as Answer;
    expect(started).toEqual([{ tenant: TENANT, sweepId }]);
    await ask('POST');
    expect(started).toHaveLength(2);
    expect(world.events().filter(({ api }) => api.operation === 'registry.sweep')).toHaveLength(1);
  });

  it('say how far a sweep is, what it found page by page, and report it in three forms as files', async () => {
    const { world, ask, read } = office();
    await world.plant(planted);
    world.clock.set(REGISTRY_NOW - 1);
    const { sweepId } = (await (await ask('POST')).json()) as Answer;
    expect(await read(`/${sweepId}`)).toMatchObject({
      state: 'running',
      startedAt: new Date(REGISTRY_NOW).toISOString(),
      segments: { done: 0, of: 256 },
      hits: {},
    });
    await world.workSweeps(() => false);
    expect(await read(`/${sweepId}`)).toMatchObject({ state: 'finished', hits: countsOf(expected) });

    const hits: JunkHit[] = [];
    let cursor = '';
    do {
      const page = await read(`/${sweepId}/hits?limit=7${cursor}`);
      hits.push(...page.hits);
      cursor = page.cursor === undefined ? '' : `&cursor=${page.cursor}`;
    } while (cursor !== '');
    expect(shown(hits)).toEqual(shown(expected));
    const rule = 'document-of-many';
    const ofRule = await read(`/${sweepId}/hits?rule=${rule}`);
    expect(shown(ofRule.hits)).toEqual(shown(expected.filter((hit) => hit.rule === rule)));

    for (const [format, mediaType] of [
      ['json', 'application/json'],
      ['csv', 'text/csv; charset=utf-8'],
      ['html', 'text/html; charset=utf-8'],
    ] as const) {
      const report = await ask('GET', `/${sweepId}/report?format=${format}`);
      expect([report.status, report.headers.get('content-type')]).toEqual([200, mediaType]);
      expect(report.headers.get('content-disposition')).toBe(
        `attachment; filename="sweep-${sweepId}.${format}"`,
      );
      expect(await report.text()).toContain('document-of-many');
    }
  });

  it('refuse what never was, and cursors and rules that nobody gave', async () => {
    const { ask, read } = office();
    const nobody = '/00000000-0000-4000-8000-000000000000';
    for (const path of [nobody, `${nobody}/hits`, `${nobody}/report`])
      expect(await read(path)).toMatchObject({ code: 'SUBSCRIBER.SWEEP_UNKNOWN', status: 404 });
    for (const query of ['cursor=segment-zz-1', 'cursor=bucket-0000', 'rule=any', 'limit=0', 'limit=101'])
      expect([query, (await ask('GET', `${nobody}/hits?${query}`)).status]).toEqual([query, 422]);
    expect((await ask('GET', `${nobody}/report?format=pdf`)).status).toBe(422);
  });
});
