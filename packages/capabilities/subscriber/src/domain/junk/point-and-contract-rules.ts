import { hitUpon, type GroupRule } from './junk-rule.ts';

const HOUR_MILLISECONDS = 3_600_000;

/** A point that activates faster than its clerks can take portraits: every activation within an hour that has too many. */
export const pointTooFast: GroupRule<'point'> = {
  id: 'point-too-fast',
  scope: 'group',
  group: 'point',
  severity: 'high',
  source: 'Decree 163/2024 Arts 18, 22.1; Decree 174/2026 Art 34: SIM cards sold activated',
  needs: ['channel', 'activatedAt'],
  judge: (facts, { limits }) => {
    const [any] = facts;
    if (any === undefined || any.channel === 'app') return [];
    const limit = limits.activationsPerHour[any.channel];
    const inOrder = facts.toSorted((a, b) => a.activatedAt - b.activatedAt);
    let first = 0;
    let marked = 0;
    let most = 0;
    const found: (typeof inOrder)[number][] = [];
    for (const [last, fact] of inOrder.entries()) {
      while ((inOrder[first]?.activatedAt ?? 0) + HOUR_MILLISECONDS <= fact.activatedAt) first += 1;
      const count = last - first + 1;
      most = Math.max(most, count);
      if (count <= limit) continue;
      found.push(...inOrder.slice(Math.max(first, marked), last + 1));
      marked = last + 1;
    }
    if (found.length === 0) return [];
    return [
      hitUpon(pointTooFast, found, {
        code: 'ACTIVATIONS_TOO_FAST',
        about: any.key,
        numbers: { perHour: most, limit },
        limits,
      }),
    ];
  },
};

/** Numbers of a contract of which another was found wrong, whose holder was not verified since. */
export const contractSibling: GroupRule<'contract'> = {
  id: 'contract-sibling',
  scope: 'group',
  group: 'contract',
  severity: 'medium',
  source: 'Decree 163/2024 Art 25.2',
  needs: ['foundWrongAt', 'verifiedAt'],
  judge: (facts, { limits }) => {
    const wrong = facts.flatMap(({ foundWrongAt }) => foundWrongAt ?? []);
    if (wrong.length === 0) return [];
    const since = Math.max(...wrong);
    const found = facts.filter(
      ({ foundWrongAt, verifiedAt }) =>
        foundWrongAt === undefined && (verifiedAt === undefined || verifiedAt < since),
    );
    if (found.length === 0) return [];
    return [
      hitUpon(contractSibling, found, {
        code: 'SIBLING_FOUND_WRONG',
        about: facts[0]?.key ?? '',
        numbers: { wrong: wrong.length },
        limits,
      }),
    ];
  },
};
