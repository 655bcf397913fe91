import type { ImportKind, RecordMode } from '../../domain/index.ts';
import type { ImportParts } from '../../store/import-parts.ts';
import type { ImportRejects } from '../../store/import-rejects.ts';
import type { ImportName, Imports } from '../../store/imports.ts';
import type { PartBlobs } from '../../store/part-blobs.ts';
import type { ParitySteps } from '../../store/parity-steps.ts';
import type { UnmetNumbers } from '../../store/unmet-numbers.ts';
import type { Registry } from '../registry.ts';

/** What whoever is asked for imports stands on: nothing that finds or opens people. */
export interface ImportDesk extends Pick<Registry, 'recorder' | 'clock' | 'random'> {
  readonly imports: Imports;
  readonly parts: ImportParts;
  readonly rejects: ImportRejects;
  readonly steps: ParitySteps;
  readonly unmet: UnmetNumbers;
  readonly blobs: PartBlobs;
}

/** What imports are worked off with. */
export interface ImportSurroundings extends Registry, ImportDesk {}

/** An import at work. */
export interface ImportJob extends ImportName {
  readonly kind: ImportKind;
  readonly mode: RecordMode;
  /** What ids are made of; see `ImportKeys`. */
  readonly naming: Uint8Array;
  /** Until when its rejects are kept. */
  readonly expiresAtSeconds: number;
}

/** Writes for rows in one transaction of 100, beside its event, its progress and two checks. */
export const WRITES_LIMIT = 96;

/** Bytes of them, of the 4 MB that a transaction may have: its event names as many people as there are rows, and one row has far fewer. */
export const BYTES_LIMIT = 3 * 1_024 * 1_024;

/** How an event speaks of an import. */
export const importResource = (importId: string) => ({ type: 'registry-import', pseudonym: importId });
