import {
  csvCells,
  escapeHtml,
  EXPLAINED_CODES,
  explainHit,
  JUNK_RULES,
  judgeBucket,
  judgePerson,
  factsOf,
  reportCsv,
  reportHtml,
  RULE_TITLES,
  sweepReport,
  sweepTerms,
  type JunkHit,
  type SweepReport,
} from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REGISTRY_NOW } from '../support/generated-registry.ts';
import { plantedJunk } from '../support/planted-junk.ts';
import { seedOf, TENANT } from './registry-world.ts';
import { planted, sweepWorld } from './sweep-world.ts';

const terms = sweepTerms(REGISTRY_NOW);

const allHits = (): readonly JunkHit[] => {
  const persons = plantedJunk().flatMap((each) => each.persons);
  return [
    ...persons.flatMap((person) => judgePerson(person, terms)),
    ...judgeBucket(persons.flatMap(factsOf), terms),
  ];
};

const swept = {
  sweepId: '3f0c7a52-0000-4000-8000-000000000000',
  state: 'finished',
  startedAt: REGISTRY_NOW,
  finishedAt: REGISTRY_NOW + 60_000,
  people: 3,
  numbers: 4,
} as const;

const hit = (rule: JunkHit['rule'], personId: string): JunkHit => ({
  rule,
  severity: 'low',
  code: 'EXPIRED_SINCE',
  numbers: { found: 1, days: 2 },
  personIds: [personId],
  subscriptionIds: ['s'],
  key: 'k',
});

/** Cells of a CSV text, as a reader of RFC 4180 has them. */
const cellsOf = (text: string): readonly (readonly string[])[] => {
  const rows: string[][] = [[]];
  for (const [, quoted, bare = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows.slice(0, -1);
};

describe('the words of a report', () => {
  it('explain every code that a rule finds, with every number that it says', () => {
    const hits = allHits();
    expect([...new Set(hits.map(({ code }) => code))].toSorted()).toEqual(EXPLAINED_CODES.toSorted());
    for (const { code, numbers } of hits)
      for (const text of Object.values(explainHit({ code, numbers }))) {
        expect(text).not.toMatch(/[{}]/);
        expect(text).not.toBe('');
      }
    expect(explainHit({ code: 'EXPIRED_SINCE', numbers: { found: 1, days: 7 } })).toEqual({
      vi: 'Giấy tờ hết hạn 7 ngày trước',
      en: 'The document expired 7 days ago',
    });
    for (const [code, numbers, en] of [
      ['EXPIRED_SINCE', { found: 1, days: 1 }, 'The document expired 1 day ago'],
      ['EXPIRED_SINCE', { found: 1, days: 0 }, 'The document expired today'],
      ['EXPIRED_AT_REGISTRATION', { days: 0 }, 'The document had expired before the registration; today'],
      ['CLAIM_CONFIRMED', { claims: 1, days: 0 }, '1 claim, confirmed; the oldest of today'],
      ['CLAIM_CONFIRMED', { claims: 2, days: 21 }, '2 claims, confirmed; the oldest of 21 days ago'],
      ['CLAIM_OPEN', { claims: 1, days: 11 }, '1 claim is open, the oldest for 11 days'],
      ['CLAIM_OPEN', { claims: 2, days: 1 }, '2 claims are open, the oldest for 1 day'],
      [
        'ACTIVATIONS_TOO_FAST',
        { perHour: 1, limit: 1, found: 1 },
        '1 activation within sixty minutes, 1 allowed; 1 number',
      ],
    ] as const)
      expect(explainHit({ code, numbers }).en).toBe(en);
    expect(explainHit({ code: 'EXPIRED_SINCE', numbers: { days: 0 } }).vi).toBe('Giấy tờ hết hạn hôm nay');
    for (const rule of JUNK_RULES)
      expect(Object.values(RULE_TITLES[rule]).every((text) => text.length > 5)).toBe(true);
  });

  it('take nothing of a hit for another number: a code without words is shown as it is', () => {
    expect(explainHit({ code: 'NEW_CODE', numbers: { found: 3 } }).en).toBe('NEW_CODE, found 3');
  });
});

describe('a report of a sweep', () => {
  it('says of each rule how many there are, of the first of them why and whose, and no more ids than it has room for', async () => {
    const world = sweepWorld();
    await world.plant(planted);
    const sweepId = await world.begin(seedOf(1));
    await world.workSweeps(() => false);
    const report = await world.reportSweep({ tenant: TENANT, sweepId });
    const { hits } = await world.readSweep({ tenant: TENANT, sweepId });
    expect(
      Object.fromEntries(report.rules.filter((rule) => rule.hits > 0).map((rule) => [rule.rule, rule.hits])),
    ).toEqual(hits);
    expect(report.rules.map(({ rule }) => rule)).toEqual(JUNK_RULES);
    const fast = report.rules.find(({ rule }) => rule === 'point-too-fast');
    expect(fast?.listed).toHaveLength(3);
    for (const { personIds, subscriptionIds, numbers } of fast?.listed ?? []) {
      expect([personIds.length, subscriptionIds.length]).toEqual([20, 20]);
      expect(numbers.found).toBeGreaterThan(40);
    }
    const html = reportHtml(report);
    for (const { title, source, hits: count } of report.rules) {
      expect(html).toContain(escapeHtml(title.vi));
      expect(html).toContain(escapeHtml(source));
      expect(html.includes(`id="${report.rules.find((rule) => rule.title === title)?.rule ?? ''}"`)).toBe(
        count > 0,
      );
    }
    const rows = cellsOf(reportCsv(report).slice(1));
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([10]));
    expect(rows.filter(([kind]) => kind === 'rule')).toHaveLength(JUNK_RULES.length);
    expect(rows.filter(([kind]) => kind === 'hit')).toHaveLength(
      report.rules.reduce((sum, { listed }) => sum + listed.length, 0),
    );
  });

  it('says what it leaves out, and that a sweep is not over', () => {
    const many = Array.from({ length: 2 }, (_, at) => hit('document-expired', `p${at}`));
    const { finishedAt: _end, ...begun } = swept;
    const report = sweepReport(
      { ...begun, state: 'running', hits: { 'document-expired': 5 } },
      { 'document-expired': many },
    );
    expect(reportHtml(report)).toContain('2 / 5');
    expect(reportHtml(report)).toContain('Chưa kết thúc');
    expect(reportHtml(sweepReport({ ...swept, hits: {} }, {}))).toContain('2026-11-22 10:01:00');
  });

  it('says that a sweep failed, and that what it found is not all', () => {
    const failed = { ...swept, state: 'failed', failure: 'facts-gone', hits: {} } as const;
    expect(sweepReport(failed, {})).toMatchObject({ state: 'failed', failure: 'facts-gone' });
    const html = reportHtml(sweepReport(failed, {}));
    expect(html).toContain('2026-11-22 10:01:00');
    expect(html).toContain('Không hoàn thành');
    expect(reportHtml(sweepReport({ ...swept, hits: {} }, {}))).not.toContain('Không hoàn thành');
  });

  it('runs nothing and computes nothing, whatever somebody wrote into its ids', () => {
    const evil = [
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      '=1+1',
      "@SUM('a')",
      '+84',
      '-1',
      '\tx',
      '＝1',
    ];
    for (const text of evil) {
      const report: SweepReport = sweepReport(
        { ...swept, sweepId: text, hits: { 'document-expired': 1 } },
        { 'document-expired': [hit('document-expired', text)] },
      );
      const html = reportHtml(report);
      expect(html).not.toMatch(/<script|<img|onerror="/i);
      expect(html).toContain(escapeHtml(text));
      for (const cell of cellsOf(reportCsv(report).slice(1)).flat())
        expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
    }
  });

  it('has every cell of a CSV give back what was put into it, but for formulas, which are shown', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }), (cells) => {
        const [row = []] = cellsOf(csvCells(cells));
        expect(row.map((cell) => cell.replace(/^'/, ''))).toEqual(
          cells.map((cell) => cell.replace(/^'/, '')),
        );
      }),
    );
  });

  it('escapes everything that means something in HTML', () => {
    expect(escapeHtml(`<a href="x">'&'</a>`)).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;');
  });
});
