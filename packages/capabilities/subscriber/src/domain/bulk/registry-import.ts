import type { Receipt } from '@temkin/kernel';
import type { Grade, RecordMode } from '../record/record-faults.ts';
import type { FileForm } from './import-rows.ts';
import { NO_PROGRESS, type BulkPlace, type Stall } from './stalls.ts';

/**
 * What a file is. `full`: records, each of which is to come in. `delta`: what changed of records, and new ones. `parity`: records that are
 * compared with what the registry has, of which nothing is written.
 */
export const IMPORT_KINDS = ['full', 'delta', 'parity'] as const;

export type ImportKind = (typeof IMPORT_KINDS)[number];

/** `open`: parts are being sent. `running`: they are worked off. The others are ends, at which the key is destroyed, but see `isResumable`. */
export const IMPORT_STATES = ['open', 'running', 'done', 'cancelled', 'failed'] as const;

export type ImportState = (typeof IMPORT_STATES)[number];

/**
 * Why an import failed, whose rows up to there are in: a part is gone, does not open, or has other rows than were announced. `expired`: it
 * was not begun in time. `no-progress`: it met a fault at one place in as many runs as `stalledRuns` allows.
 */
export const IMPORT_FAILURES = [
  'part-missing',
  'part-unreadable',
  'part-rows-disagree',
  'expired',
  NO_PROGRESS,
] as const;

export type ImportFailure = (typeof IMPORT_FAILURES)[number];

/** What is imported, and how. */
export interface ImportPlan {
  readonly form: FileForm;
  readonly mode: RecordMode;
  readonly kind: ImportKind;
}

/** An import of a tenant. Instants are milliseconds since the epoch. */
export interface RegistryImport extends ImportPlan {
  readonly importId: string;
  readonly state: ImportState;
  readonly failure?: ImportFailure;
  /** Where it failed; of what was not begun in time, nowhere. */
  readonly failedAt?: BulkPlace;
  /** Where it met a fault of late. */
  readonly stalls: readonly Stall[];
  /** Who made it, by id: nobody else is shown its key or sends parts of it. */
  readonly madeBy: string;
  readonly createdAt: number;
  readonly begunAt?: number;
  readonly endedAt?: number;
  /** How many parts and rows there are; absent while parts are being sent. */
  readonly parts?: number;
  readonly rows?: number;
  readonly created: Receipt;
  /** Of the event that made it as it is. */
  readonly last: Receipt;
  readonly version: number;
  readonly expiresAtSeconds: number;
}

/**
 * Whether an import that failed can be begun again, and then goes on where it stood: nothing is wrong with what was sent. Its key and its parts are kept
 * for that as long as those of an import that was not begun yet (`bulkDays`).
 */
export const isResumable = ({ state, failure }: Pick<RegistryImport, 'state' | 'failure'>): boolean =>
  state === 'failed' && failure === NO_PROGRESS;

/** A part of a file as it was announced. */
export interface AnnouncedPart {
  /** From 1. */
  readonly part: number;
  /** Of what is sent, sealed. */
  readonly bytes: number;
  readonly sha256: string;
  /** Blank ones too. */
  readonly rows: number;
  readonly isLast: boolean;
}

/** What became of how many rows, and by which grades, codes and fields. */
export interface RowCounts {
  /** Numbers that came in. */
  readonly accepted: number;
  /** Rows that did not come in; of a parity report, those that are otherwise than in the registry, or could not be compared. */
  readonly rejected: number;
  /** Numbers that the registry had, and of which the row changed something. */
  readonly amended: number;
  /** Rows that say nothing that the registry did not have. */
  readonly unchanged: number;
  /** Rows that came in or amended, by the worst of their defects. */
  readonly grades: Readonly<Partial<Record<Grade, number>>>;
  /** Defects and reasons of rejection by code. */
  readonly codes: Readonly<Record<string, number>>;
  /** Fields that were amended, or differ, by the way to them: `holder.address`. */
  readonly fields: Readonly<Record<string, number>>;
}

/** Of no rows. */
export const NO_ROWS: RowCounts = {
  accepted: 0,
  rejected: 0,
  amended: 0,
  unchanged: 0,
  grades: {},
  codes: {},
  fields: {},
};

const sums = <Name extends string>(
  one: Readonly<Partial<Record<Name, number>>>,
  other: Readonly<Partial<Record<Name, number>>>,
): Readonly<Record<Name, number>> => {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])] as Name[];
  return Object.fromEntries(names.map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)])) as Record<
    Name,
    number
  >;
};

/** Of both. */
export const addCounts = (one: RowCounts, other: RowCounts): RowCounts => ({
  accepted: one.accepted + other.accepted,
  rejected: one.rejected + other.rejected,
  amended: one.amended + other.amended,
  unchanged: one.unchanged + other.unchanged,
  grades: sums(one.grades, other.grades),
  codes: sums(one.codes, other.codes),
  fields: sums(one.fields, other.fields),
});

/** A part and how much of it is done. */
export interface ImportPart extends AnnouncedPart, RowCounts {
  readonly rowsDone: number;
  readonly version: number;
}

/** Whether parts, in order, are a whole file: from the first to one that is the last, each once. */
export const areWhole = (parts: readonly Pick<AnnouncedPart, 'part' | 'isLast'>[]): boolean =>
  parts.length > 0 &&
  parts.every(({ part, isLast }, at) => part === at + 1 && isLast === (at + 1 === parts.length));
