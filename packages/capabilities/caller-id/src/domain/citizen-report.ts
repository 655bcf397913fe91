/** What somebody without an account reports: a call, an account or QR code that money was to go to, a person at the door. */
export const REPORT_KINDS = ['call', 'payment', 'badge'] as const;

export type ReportKind = (typeof REPORT_KINDS)[number];

/** The longest text of a report, in characters. */
export const MAX_REPORT_TEXT = 1_000;

/** What somebody says. Instants are milliseconds since the epoch. */
export interface CitizenReport {
  readonly kind: ReportKind;
  /** The number that rang, E.164. */
  readonly callingNumber?: string;
  /** When it rang; when the report came, where nothing is said. */
  readonly calledAt?: number;
  /** The last four digits of the number that was called. */
  readonly ownLast4?: string;
  readonly waybillNumber?: string;
  readonly bank?: string;
  readonly account?: string;
  readonly text?: string;
}
