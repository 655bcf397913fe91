import type { PolicyRecord } from '@temkin/kernel';

const FROM = '2026-11-22';

/** Bytes of a part in clear, at most. */
export const partBytes: readonly PolicyRecord<number>[] = [
  {
    id: 'registry-part-bytes',
    value: 8 * 1_024 * 1_024,
    source:
      'Temkin default: a part is opened in memory, several at a time, and sent again whole where a line breaks',
    validFrom: FROM,
  },
];

/** Parts of one import, at most. */
export const partsLimit: readonly PolicyRecord<number>[] = [
  {
    id: 'registry-import-parts',
    value: 100_000,
    source: 'Temkin default: 800 GB, five times what 120 million records take as CSV',
    validFrom: FROM,
  },
];

/** Days after which an import that was not begun, or an export, dies with its key. */
export const bulkDays: readonly PolicyRecord<number>[] = [
  {
    id: 'registry-bulk-days',
    value: 7,
    source:
      'Temkin default: personal data are kept no longer than they are needed, and a week is time enough for a slow line',
    validFrom: FROM,
  },
];

/** Days that the account of an export is kept: who asked, who agreed, what was handed over, by its hash. */
export const exportAccountDays: readonly PolicyRecord<number>[] = [
  {
    id: 'registry-export-account-days',
    value: 1_825,
    source: 'Temkin default: five years, as long as somebody may be held to account for a transfer',
    validFrom: FROM,
  },
];

/** Days that the account of an import that is over is kept: its counts and its rejects, which hold nothing of any row. */
export const importAccountDays: readonly PolicyRecord<number>[] = [
  {
    id: 'registry-import-account-days',
    value: 365,
    source: 'Temkin default: an operator is asked within the year what became of its old records',
    validFrom: FROM,
  },
];

/** Runs in which an import or export meets a fault at one place and gets no further, after which it fails. */
export const stalledRuns: readonly PolicyRecord<number>[] = [
  {
    id: 'registry-bulk-stalled-runs',
    value: 60,
    source:
      'Temkin default: one run a minute in the cloud, so that whoever the first of them wakes has an hour to mend what keeps all imports back, a key that was disabled or a deployment; what is wrong with one row does not pass in any number of hours',
    validFrom: FROM,
  },
];
