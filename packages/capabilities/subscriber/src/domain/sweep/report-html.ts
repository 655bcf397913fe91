import { SEVERITY_TITLES, type BothTexts } from './rule-texts.ts';
import type { ReportedHit, ReportedRule, SweepReport } from './sweep-report.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as it stands in HTML, between tags or in quotes. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const VIETNAM_OFFSET_MILLISECONDS = 7 * 3_600_000;

/** `2026-11-22 10:00:00`, in Vietnam. */
const vietnamInstant = (at: number): string =>
  new Date(at + VIETNAM_OFFSET_MILLISECONDS).toISOString().slice(0, 19).replace('T', ' ');

/** Vietnamese first, English behind it in another voice. */
const both = ({ vi, en }: BothTexts): string => `${escapeHtml(vi)} <i lang="en">${escapeHtml(en)}</i>`;

const HEADINGS = {
  title: { vi: 'Báo cáo rà soát SIM rác', en: 'Sweep for junk SIMs' },
  begun: { vi: 'Thời điểm rà soát (giờ Việt Nam)', en: 'Swept as of (Vietnam time)' },
  ended: { vi: 'Kết thúc', en: 'Ended' },
  running: { vi: 'Chưa kết thúc', en: 'Not ended yet' },
  outcome: { vi: 'Kết quả', en: 'Outcome' },
  failed: { vi: 'Không hoàn thành, kết quả chưa đầy đủ', en: 'Failed, what it found is not all' },
  people: { vi: 'Chủ thuê bao', en: 'People' },
  numbers: { vi: 'Thuê bao', en: 'Numbers' },
  rules: { vi: 'Theo quy tắc', en: 'By rule' },
  rule: { vi: 'Quy tắc', en: 'Rule' },
  severity: { vi: 'Mức độ', en: 'Severity' },
  source: { vi: 'Căn cứ', en: 'Law' },
  hits: { vi: 'Số lượt', en: 'Hits' },
  why: { vi: 'Giải thích', en: 'Explanation' },
  whose: { vi: 'Chủ thuê bao (mã)', en: 'People (ids)' },
  which: { vi: 'Thuê bao (mã)', en: 'Numbers (ids)' },
  rest: { vi: 'Chỉ liệt kê một phần', en: 'Not all are listed' },
} as const satisfies Readonly<Record<string, BothTexts>>;

const STYLE =
  'body{font:14px/1.5 system-ui,sans-serif;margin:2rem;color:#111;background:#fff}' +
  'table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}' +
  'th,td{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}' +
  'th{background:#eee}i{color:#555}code{font-size:12px;overflow-wrap:anywhere}';

const row = (cells: readonly string[]): string =>
  `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;

const table = (headings: readonly BothTexts[], rows: readonly string[]): string =>
  `<table><thead><tr>${headings.map((heading) => `<th scope="col">${both(heading)}</th>`).join('')}</tr></thead>` +
  `<tbody>${rows.join('')}</tbody></table>`;

const ids = (some: readonly string[]): string => `<code>${escapeHtml(some.join(' '))}</code>`;

const hitRow = ({ explanation, personIds, subscriptionIds }: ReportedHit): string =>
  row([both(explanation), ids(personIds), ids(subscriptionIds)]);

const section = ({ rule, title, hits, listed }: ReportedRule): string =>
  hits === 0
    ? ''
    : `<h2 id="${escapeHtml(rule)}">${both(title)}</h2>` +
      (listed.length < hits ? `<p>${both(HEADINGS.rest)}: ${listed.length} / ${hits}</p>` : '') +
      table([HEADINGS.why, HEADINGS.whose, HEADINGS.which], listed.map(hitRow));

/** A report as a page of its own, in Vietnamese and English. It loads nothing and runs nothing. */
export const reportHtml = (report: SweepReport): string => {
  const { sweepId, state, startedAt, finishedAt, people, numbers, rules } = report;
  const facts: readonly (readonly [BothTexts, string])[] = [
    [HEADINGS.begun, vietnamInstant(startedAt)],
    [HEADINGS.ended, finishedAt === undefined ? both(HEADINGS.running) : vietnamInstant(finishedAt)],
    ...(state === 'failed' ? [[HEADINGS.outcome, both(HEADINGS.failed)] as const] : []),
    [HEADINGS.people, String(people)],
    [HEADINGS.numbers, String(numbers)],
  ];
  const overview = rules.map(({ title, severity, source, hits }) =>
    row([both(title), both(SEVERITY_TITLES[severity]), escapeHtml(source), String(hits)]),
  );
  return (
    '<!doctype html><html lang="vi"><head><meta charset="utf-8">' +
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">` +
    `<title>${escapeHtml(HEADINGS.title.vi)}</title><style>${STYLE}</style></head><body>` +
    `<h1>${both(HEADINGS.title)}</h1><p><code>${escapeHtml(sweepId)}</code></p>` +
    `<table><tbody>${facts.map(([name, value]) => row([both(name), value])).join('')}</tbody></table>` +
    `<h2>${both(HEADINGS.rules)}</h2>` +
    table([HEADINGS.rule, HEADINGS.severity, HEADINGS.source, HEADINGS.hits], overview) +
    `${rules.map(section).join('')}</body></html>`
  );
};
