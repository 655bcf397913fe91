import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { temkin } from '../support/command-line.ts';
import { plantedRows } from '../support/generated-rows.ts';
import { ndjson } from '../support/import-files.ts';
import { serverHouse, type ServerProcess } from '../support/server-process.ts';

const house = await serverHouse();
const home = house.home('swept');

interface Sweep {
  readonly sweepId: string;
  readonly state: 'running' | 'finished';
  readonly segments: { readonly done: number; readonly of: number };
  readonly people: number;
  readonly hits: readonly { readonly rule: string; readonly count: number }[];
}

interface Hit {
  readonly rule: string;
  readonly code: string;
  readonly key: string;
  readonly subscriptionIds: readonly string[];
}

/** Asks as the security officer; an answer that is no success is a fault of the test. */
const ask = async <Body>(server: ServerProcess, method: string, path = ''): Promise<Body> => {
  const officer = (await server.client()).as('security-ha');
  const { status, body } = await officer.send<Body>(method, `/v1/registry/sweeps${path}`);
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
};

const begin = async (server: ServerProcess): Promise<string> =>
  (await ask<Pick<Sweep, 'sweepId'>>(server, 'POST')).sweepId;

const finished = async (server: ServerProcess, sweepId: string): Promise<Sweep> => {
  for (;;) {
    const sweep = await ask<Sweep>(server, 'GET', `/${sweepId}`);
    if (sweep.state === 'finished') return sweep;
    await sleep(50);
  }
};

const hitsOf = async (server: ServerProcess, sweepId: string): Promise<readonly Hit[]> => {
  const hits: Hit[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask<{ readonly hits: readonly Hit[]; readonly cursor?: string }>(
      server,
      'GET',
      `/${sweepId}/hits${cursor === undefined ? '' : `?cursor=${cursor}`}`,
    );
    hits.push(...page.hits);
    ({ cursor } = page);
  } while (cursor !== undefined);
  return hits;
};

/** Without keys, which are of the sweep. */
const saying = (hits: readonly Hit[]): readonly string[] =>
  hits.map(({ rule, code, subscriptionIds }) => [rule, code, ...subscriptionIds].join(' ')).toSorted();

/** Begins sweeps until one is killed while some of its parts are done and others are not. */
const killedAmid = async (server: ServerProcess): Promise<string> => {
  for (let tries = 0; tries < 5; tries += 1) {
    const sweepId = await begin(server);
    for (;;) {
      const { state, segments } = await ask<Sweep>(server, 'GET', `/${sweepId}`);
      if (state === 'finished') break;
      if (segments.done > 0 && segments.done < segments.of) {
        await server.kill9();
        return sweepId;
      }
    }
  }
  throw new Error('no sweep could be killed amid');
};

it('a sweep whose server is killed amid is finished by the next one: every hit once, the report whole', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'temkin-kill-sweep-'));
  try {
    const file = join(directory, 'old-system.ndjson');
    const rows = [...plantedRows(300, 8, 40)].map(({ row }) => row);
    writeFileSync(file, ndjson(rows));
    const first = house.start(home);
    const imported = await temkin(
      ['registry', 'import', file, '--api', await first.origin, '--mode', 'legacy', '--json'],
      { environment: { TEMKIN_TOKEN: await first.tokenFor('operator-mobile') } },
    );
    expect(imported.complaint).toBe('');

    const sweepId = await killedAmid(first);
    const second = house.start(home);
    const resumed = await finished(second, sweepId);
    const whole = await finished(second, await begin(second));
    expect(resumed.segments).toEqual({ done: 256, of: 256 });
    expect([resumed.people, resumed.hits]).toEqual([whole.people, whole.hits]);

    const hits = await hitsOf(second, sweepId);
    expect(hits.length).toBeGreaterThan(20);
    expect(new Set(hits.map(({ key }) => key)).size).toBe(hits.length);
    expect(saying(hits)).toEqual(saying(await hitsOf(second, whole.sweepId)));
    const report = join(directory, 'report.json');
    const saved = await temkin(
      ['registry', 'sweep', 'report', '--sweep', sweepId, '--out', report, '--api', await second.origin],
      { environment: { TEMKIN_TOKEN: await second.tokenFor('security-ha') } },
    );
    expect([saved.exitCode, saved.complaint]).toEqual([0, '']);
    await second.stop();
  } finally {
    rmSync(directory, { recursive: true });
  }
}, 120_000);
