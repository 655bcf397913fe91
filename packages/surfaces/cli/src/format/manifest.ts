import { rfc3339 } from '@temkin/kernel';
import { tables, type Attribute, type TableName } from '@temkin/storage';
import { isBackedUp, type BackedUpTable } from './backup-order.ts';
import { fromCanonicalJson, toCanonicalJson } from './canonical-json.ts';
import { sha256Hex } from './digest.ts';

const FORMAT = 'temkin-backup-2';

/** Knows no logs: it was written before there were any. */
const FORMAT_WITHOUT_LOGS = 'temkin-backup-1';

const DAY_MILLISECONDS = 86_400_000;

/** A chunk as the manifest knows it. */
export interface ChunkEntry {
  /** The name of its blob. */
  readonly name: string;
  readonly items: number;
  /** Packed, as stored. */
  readonly bytes: number;
  /** Of the packed bytes, in hexadecimal. */
  readonly sha256: string;
}

export interface TableEntry {
  readonly items: number;
  /** RFC 3339: from then on the table's chunks may no longer exist. */
  readonly destroyBy: string;
  readonly chunks: readonly ChunkEntry[];
}

/** A log as it was when a backup began: all events of so many entries had happened, and had left the outbox. */
export interface LoggedSize {
  readonly tenant: string;
  /** Four digits. */
  readonly year: string;
  readonly size: number;
  /** Of the tree of that size, in hexadecimal. */
  readonly root: string;
}

/** Images of the registry in a backup. */
export interface CopiedImages {
  readonly count: number;
  /** Of their names and of what SHA-256 makes of each, a line for each in order of the names; in hexadecimal. */
  readonly sha256: string;
}

/** What a backup holds. It is written last: a backup without one is no backup. */
export interface Manifest {
  readonly id: string;
  /** RFC 3339, UTC. What was destroyed from then on is on record in the backup's own outbox, logged since or not. */
  readonly began: string;
  readonly ended: string;
  /** Hexadecimal; absent where root keys live in a key service and no file's key can be mistaken for another. */
  readonly rootKeyFingerprint?: string;
  /** Every log that the store had. */
  readonly logs: readonly LoggedSize[];
  readonly tables: Readonly<Partial<Record<BackedUpTable, TableEntry>>>;
  /** The images of the registry that were copied; absent where nobody said where they are, or there never were any. */
  readonly images?: CopiedImages;
}

/** The blob of a backup's manifest. */
export const manifestName = (id: string): string => `${id}/manifest.json`;

/** The blob of the nth chunk of a table, counted from 1. */
export const chunkName = (id: string, table: TableName, n: number): string =>
  `${id}/${table}/${String(n).padStart(6, '0')}.jsonl.gz`;

/**
 * The instant, RFC 3339, by which a copy of a table that was begun then must be gone: what is deleted from a table is
 * gone for good once its recovery window (`recoveryDays` of the schema) has passed, and a backup keeps that promise.
 */
export const destroyByOf = (table: TableName, beganMilliseconds: number): string =>
  rfc3339(beganMilliseconds + tables[table].recoveryDays * DAY_MILLISECONDS);

/** Canonical JSON of the manifest and the SHA-256 of its own canonical JSON, so that damage to any byte is noticed. */
export const encodeManifest = (manifest: Manifest): Uint8Array => {
  const backup = { format: FORMAT, ...manifest } as unknown as Attribute;
  return Buffer.from(toCanonicalJson({ backup, sha256: sha256Hex(toCanonicalJson(backup)) }));
};

const parsed = (text: string): Attribute | undefined => {
  try {
    return fromCanonicalJson(text);
  } catch {
    return undefined;
  }
};

/**
 * The manifest of a backup. Throws where a byte of it is not as it was written, where it belongs to another backup, and
 * where another version of the system wrote it. It is no signature: who can write to the place can write a backup.
 */
export const decodeManifest = (id: string, bytes: Uint8Array): Manifest => {
  const text = Buffer.from(bytes).toString('utf8');
  const { backup } = (parsed(text) ?? {}) as { readonly backup?: Attribute };
  const { format, ...manifest } = (backup ?? {}) as unknown as Manifest & { readonly format?: string };
  const intact =
    backup !== undefined &&
    manifest.id === id &&
    text === toCanonicalJson({ backup, sha256: sha256Hex(toCanonicalJson(backup)) });
  if (!intact) throw new Error(`The manifest of backup ${id} is damaged.`);
  const unknown = Object.keys(manifest.tables).filter((name) => !isBackedUp(name));
  if ((format !== FORMAT && format !== FORMAT_WITHOUT_LOGS) || unknown.length > 0)
    throw new Error(`Backup ${id} was made by another version of Temkin: restore it with that version.`);
  return format === FORMAT ? manifest : { ...manifest, logs: [] };
};
