import type { FileForm } from '../../domain/index.ts';
import type { ImportKeys, ImportName } from '../../store/imports.ts';
import type { MetNumbers } from '../../store/met-numbers.ts';
import type { ImportSurroundings } from './import-surroundings.ts';

/** What is found with which numbers the registry has and a file has not. */
export interface ParitySurroundings extends ImportSurroundings {
  readonly met: MetNumbers;
}

/** A parity report at work. */
export interface ParityJob extends ImportName {
  readonly form: FileForm;
  readonly keys: ImportKeys;
  /** Until when it is kept. */
  readonly expiresAtSeconds: number;
}
