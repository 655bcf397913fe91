import type { Comparison, Rival } from './comparison.ts';

const HEADERS = ['#', 'what', 'ours', 'peer', 'limit', 'ratio', 'goal', 'met'] as const;

const cell = (text: string): string => text.replaceAll('|', '\\|');

const rivalText = (rival: Rival | undefined): string =>
  rival === undefined ? '' : `${rival.name}: ${rival.text}`;

const ratioText = (ratio: number | undefined): string =>
  ratio === undefined
    ? ''
    : `${ratio < 0.1 ? ratio.toPrecision(1) : ratio < 10 ? ratio.toFixed(2) : Math.round(ratio)} ×`;

const metText = (goal: Comparison['goal']): string => (goal === undefined ? '' : goal.met ? 'yes' : '**no**');

/** Comparisons as one table in GitHub Flavored Markdown, aligned so that it also reads well in a terminal. */
export const toTable = (comparisons: readonly Comparison[]): string => {
  const rows = comparisons.map(({ row, what, ours, peer, limit, ratio, goal }) =>
    [
      String(row),
      what,
      ours.text,
      rivalText(peer),
      rivalText(limit),
      ratioText(ratio),
      goal?.text ?? '',
      metText(goal),
    ].map(cell),
  );
  const widths = HEADERS.map((header, column) =>
    Math.max(3, header.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(HEADERS), rule, ...rows.map(line)].join('\n');
};
