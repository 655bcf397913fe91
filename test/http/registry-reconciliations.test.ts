import { expect, it } from 'vitest';
import {
  reconciliations,
  type FoundDifference,
  type ReconciliationName,
} from '../../packages/capabilities/subscriber/src/store/reconciliations.ts';
import { codeOf } from '../support/answer-codes.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const store = reconciliations(system.table);

const KEPT_UNTIL = Math.floor(Date.parse('2027-02-21T00:00:00Z') / 1_000);

const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** A comparison that came to its end, or is under way. */
const compared = async (
  day: string,
  name: ReconciliationName['system'],
  found: readonly FoundDifference[],
  phase: 'done' | 'system' = 'done',
  tenant = 'demo',
): Promise<void> => {
  const from = { phase: 'registry', compared: 0, differing: 0, version: 0 } as const;
  const to = { phase, compared: 1_000, differing: found.length };
  await store.note({ tenant, day, system: name }, found, KEPT_UNTIL);
  await store.advance({ tenant, day, system: name }, from, to, KEPT_UNTIL);
};

const lost = Array.from({ length: 150 }, (_, n): FoundDifference => ({
  subscriptionId: idOf(n + 1),
  difference: n === 0 ? 'state-differs' : 'missing',
  registered: 'active',
  ...(n === 0 && { known: 'terminated' }),
}));

await compared('2026-11-21', 'network', lost);
await compared('2026-11-22', 'billing', []);
await compared('2026-11-22', 'network', [
  { subscriptionId: idOf(7), difference: 'unknown-number', known: 'active' },
]);
await compared('2026-11-23', 'points-of-sale', [], 'system');
await compared('2026-11-23', 'network', [], 'done', 'other');

const ask = async (path: string, by = 'operator-mobile') =>
  (await (await system.as(by).get(`/v1/registry/reconciliations${path}`)).json()) as {
    readonly reconciliations: readonly { readonly reconciliationId: string }[];
    readonly differences: readonly FoundDifference[];
    readonly cursor?: string;
  };

it('comparisons are listed, the latest first, page by page, and are one company’s', async () => {
  const all = await ask('', 'security-ha');
  expect(all.reconciliations).toEqual([
    {
      reconciliationId: '2026-11-23.points-of-sale',
      day: '2026-11-23',
      system: 'points-of-sale',
      state: 'running',
      compared: 1_000,
      differing: 0,
    },
    expect.objectContaining({ reconciliationId: '2026-11-22.network', state: 'finished', differing: 1 }),
    expect.objectContaining({ reconciliationId: '2026-11-22.billing', differing: 0 }),
    expect.objectContaining({ reconciliationId: '2026-11-21.network', differing: 150 }),
  ]);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask(`?limit=1${cursor === undefined ? '' : `&cursor=${cursor}`}`);
    seen.push(...page.reconciliations.map(({ reconciliationId }) => reconciliationId));
    ({ cursor } = page);
  } while (cursor !== undefined);
  expect(seen).toEqual(all.reconciliations.map(({ reconciliationId }) => reconciliationId));
});

it('the differences that one found are read page by page, each once, by ids and states alone', async () => {
  const first = await ask('/2026-11-21.network');
  expect(first).toMatchObject({ state: 'finished', compared: 1_000, differing: 150 });
  expect(first.differences[0]).toEqual(lost[0]);
  const second = await ask(`/2026-11-21.network?cursor=${first.cursor}`);
  expect([...first.differences, ...second.differences]).toEqual(lost);
  expect(second.cursor).toBeUndefined();
});

it('what was never compared, or has another form, is refused, and so is whoever looks after neither', async () => {
  const code = async (path: string, by = 'operator-mobile') =>
    codeOf(await system.as(by).get(`/v1/registry/reconciliations${path}`));
  expect(await code('/2026-11-20.network')).toBe('SUBSCRIBER.RECONCILIATION_UNKNOWN');
  expect(await code('/2026-11-21.crm')).toBe('REQUEST.INVALID');
  expect(await code('?limit=101')).toBe('REQUEST.INVALID');
  expect(await code('', 'registrar-giang')).toBe('ACCESS.ROLE_NOT_ALLOWED');
  expect(system.faults).toEqual([]);
});
