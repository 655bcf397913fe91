import { IMPORT_KINDS, RECORD_MODES } from '@temkin/subscriber/domain';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const part = z.strictObject({
  /** Where the part after it begins. */
  next: z.number(),
  rows: z.number(),
  isLast: z.boolean(),
});

const state = z.strictObject({
  api: z.string(),
  importId: z.string(),
  /** Of a file that was begun before there were others. */
  kind: z.enum(IMPORT_KINDS).default('full'),
  /** Absent of one that was begun before it was kept. */
  mode: z.enum(RECORD_MODES).exactOptional(),
  tenant: z.string(),
  /** Of parts, as base64. The file that it is for lies beside it in clear. */
  sealingKey: z.string(),
  partBytes: z.number(),
  file: z.strictObject({ bytes: z.number(), changedAt: z.number() }),
  format: z.enum(['csv', 'ndjson']),
  /** Where the first part begins. */
  from: z.number(),
  /** What is sent, in order. */
  sent: z.array(part),
  isBegun: z.boolean(),
});

/** How far a file is sent, so that a line that breaks costs one part. */
export type ImportState = Readonly<z.infer<typeof state>>;

/** Where the state of a file is kept. */
export const stateFileOf = (file: string): string => `${file}.import.json`;

/** What a file is recognized by. */
export const fingerprintOf = async (file: string): Promise<ImportState['file']> => {
  const { size, mtimeMs } = await stat(file);
  return { bytes: size, changedAt: Math.floor(mtimeMs) };
};

/** How far a file is sent; undefined where nothing of it is. */
export const readImportState = async (file: string): Promise<ImportState | undefined> => {
  let text: string;
  try {
    text = await readFile(stateFileOf(file), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return state.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${stateFileOf(file)} is no state of an import.`, { cause: error });
  }
};

/** Keeps how far a file is sent, for its owner's eyes alone. */
export const writeImportState = async (file: string, kept: ImportState): Promise<void> => {
  const draft = `${stateFileOf(file)}.draft`;
  await writeFile(draft, JSON.stringify(kept), { mode: 0o600 });
  await rename(draft, stateFileOf(file));
};

/** Forgets it. */
export const dropImportState = (file: string): Promise<void> => rm(stateFileOf(file), { force: true });
