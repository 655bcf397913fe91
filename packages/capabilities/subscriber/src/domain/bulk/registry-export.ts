import { openSealedTo, sealTo, type BoxKeyPair } from '@temkin/crypto';
import { utf8, type RandomBytes, type Receipt } from '@temkin/kernel';
import { FIELD_NAMES, type FieldName } from '../record/fields.ts';
import { NO_PROGRESS, type BulkPlace, type Stall } from './stalls.ts';

/** What a whole registry, or a part of its fields, is handed out for. */
export const EXPORT_PURPOSES = ['inspection', 'migration', 'takeover', 'reconciliation'] as const;

export type ExportPurpose = (typeof EXPORT_PURPOSES)[number];

/**
 * Upon what: a duty that the law sets the operator, an order of an authority (Decree 163/2024 Art 22.4, 23), an agreement with who processes
 * for it (Decree 356/2025 Art 6), a decision of the company about data that are its own.
 */
export const EXPORT_GROUNDS = [
  'legal-duty',
  'order-of-authority',
  'processing-agreement',
  'company-decision',
] as const;

export type ExportGround = (typeof EXPORT_GROUNDS)[number];

/** Which numbers: those that somebody has, or those that have ended too. */
export const EXPORT_NUMBERS = ['live', 'all'] as const;

/** Fields that can be exported: all that are kept. How many numbers somebody has is counted by whoever has the rows. */
export const EXPORT_FIELDS = FIELD_NAMES.filter((name) => name !== 'numbersHeld');

export type ExportField = Exclude<FieldName, 'numbersHeld'>;

/** What is exported. */
export interface ExportScope {
  readonly fields: readonly FieldName[];
  readonly numbers: (typeof EXPORT_NUMBERS)[number];
}

/** For whom, and upon which paper: sealed where it is kept. */
export interface ExportContent {
  readonly recipient: string;
  /** Number of the order, agreement or decision. */
  readonly reference: string;
}

/**
 * `asked`: one person has. `running`: a second has agreed, and it is written. `done`: it can be fetched, for a week. The others are ends: of
 * what was written nothing is left.
 */
export const EXPORT_STATES = ['asked', 'running', 'done', 'cancelled', 'expired', 'failed'] as const;

export type ExportState = (typeof EXPORT_STATES)[number];

/** Why an export failed: it met a fault at one place in as many runs as `stalledRuns` allows. */
export const EXPORT_FAILURES = [NO_PROGRESS] as const;

export type ExportFailure = (typeof EXPORT_FAILURES)[number];

/** Up to where an export is written: the segment to go on with, and behind which sort key. */
export interface ExportPlace {
  readonly segment: string;
  readonly after?: string;
}

/** An export of a tenant. Instants are milliseconds since the epoch. */
export interface RegistryExport extends ExportScope {
  readonly exportId: string;
  readonly purpose: ExportPurpose;
  readonly ground: ExportGround;
  /** X25519, of whoever may open it. */
  readonly recipientKey: Uint8Array;
  readonly state: ExportState;
  readonly failure?: ExportFailure;
  readonly failedAt?: BulkPlace;
  /** Where it met a fault of late. */
  readonly stalls: readonly Stall[];
  /** Staff id. Who asked has it released and fetches it, and nobody else. */
  readonly askedBy: string;
  readonly createdAt: number;
  readonly releasedAt?: number;
  readonly endedAt?: number;
  /** Until when an export that is done can be fetched. */
  readonly fetchedUntil?: number;
  /** Where it goes on; absent before it is released, and once all is written. */
  readonly at?: ExportPlace;
  readonly parts: number;
  readonly rows: number;
  /** The key of the parts, sealed to the recipient; once it is released. */
  readonly sealedKey?: Uint8Array;
  /** SHA-256 of all that was written (`exportDigestText`), hexadecimal; once it is done. */
  readonly digest?: string;
  readonly created: Receipt;
  readonly last: Receipt;
  readonly version: number;
  readonly expiresAtSeconds: number;
}

/** A part of an export as it was written. */
export interface ExportedPart {
  /** From 1. */
  readonly part: number;
  /** Sealed. */
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
  readonly isLast: boolean;
}

/** Parts of an export in one answer, where nobody says how many. */
export const PARTS_SHOWN = 100;

/** What the digest of an export is made of: the hash of each part, in order, in a line each. */
export const exportDigestText = (parts: readonly Pick<ExportedPart, 'sha256'>[]): string =>
  parts.map(({ sha256 }) => `${sha256}\n`).join('');

/** The key of an export, and which it is of: shown as that of another, it is none. */
const boxed = (tenant: string, exportId: string, key: Uint8Array): Uint8Array =>
  new Uint8Array([...key, ...utf8(JSON.stringify(['temkin/registry-export', tenant, exportId]))]);

const KEY_BYTES = 32;

/** Seals the key of an export's parts to its recipient. */
export const sealExportKey = (
  recipientKey: Uint8Array,
  { tenant, exportId, key }: { readonly tenant: string; readonly exportId: string; readonly key: Uint8Array },
  random: RandomBytes,
): Uint8Array => sealTo(recipientKey, boxed(tenant, exportId, key), random);

/** Opens it; undefined to whom it was not sealed, or where it is of another export. */
export const openExportKey = (
  recipient: BoxKeyPair,
  { tenant, exportId }: { readonly tenant: string; readonly exportId: string },
  sealedKey: Uint8Array,
): Uint8Array | undefined => {
  const opened = openSealedTo(recipient, sealedKey);
  const key = opened?.slice(0, KEY_BYTES);
  if (opened === undefined || key?.length !== KEY_BYTES) return undefined;
  const expected = boxed(tenant, exportId, key);
  return opened.length === expected.length && opened.every((byte, at) => byte === expected[at])
    ? key
    : undefined;
};
