export { addHits, type HitCounts } from './hit-counts.ts';
export {
  HITS_PER_BLOB,
  sliceHits,
  type HitSlice,
  type LaidHits,
  type SlicedHits,
  type WantedHits,
} from './hit-slices.ts';
export { csvCells, reportCsv } from './report-csv.ts';
export { escapeHtml, reportHtml } from './report-html.ts';
export { EXPLAINED_CODES, explainHit, RULE_TITLES, type BothTexts } from './rule-texts.ts';
export { bucketNames, bucketOf, bucketsFor } from './sweep-buckets.ts';
export { factKeys, type SweepNames } from './sweep-keys.ts';
export {
  LISTED_HITS,
  REPORT_FORMATS,
  SWEEP_FAILURES,
  SWEEP_STATES,
  sweepReport,
  type ReportFormat,
  type ReportedHit,
  type ReportedRule,
  type SweepFailure,
  type SweepReport,
  type SweepState,
  type SweptRegistry,
} from './sweep-report.ts';
export { sweepRetention } from './sweep-retention.ts';
