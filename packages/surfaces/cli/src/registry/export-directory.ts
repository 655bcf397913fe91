import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const part = z.strictObject({
  part: z.number(),
  bytes: z.number(),
  sha256: z.string(),
  rows: z.number(),
  isLast: z.boolean(),
});

const manifest = z.strictObject({
  api: z.string(),
  exportId: z.string(),
  /** What was asked. */
  wish: z.record(z.string(), z.unknown()),
  /** What is there once all parts are. */
  whole: z
    .strictObject({
      tenant: z.string(),
      /** The key of the parts, sealed to the recipient, as base64. */
      sealedKey: z.string(),
      digest: z.string(),
      parts: z.array(part),
    })
    .exactOptional(),
});

/** What a directory with an export says of it. */
export type ExportManifest = Readonly<z.infer<typeof manifest>>;

/** A part of it. */
export type ManifestPart = Readonly<z.infer<typeof part>>;

const fileOf = (directory: string): string => join(directory, 'export.json');

/** Where a part lies, sealed. */
export const partFile = (directory: string, number: number): string =>
  join(directory, `part-${String(number).padStart(6, '0')}.sealed`);

const readIfThere = async (file: string): Promise<Buffer | undefined> => {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/** What a directory says; undefined where nothing is in it. */
export const readManifest = async (directory: string): Promise<ExportManifest | undefined> => {
  const text = await readIfThere(fileOf(directory));
  if (text === undefined) return undefined;
  try {
    return manifest.parse(JSON.parse(text.toString('utf8')));
  } catch (error) {
    throw new Error(`${fileOf(directory)} is not what an export leaves there.`, { cause: error });
  }
};

const DRAFT = '.draft';

/** A file that is there whole or not at all, for its owner's eyes alone. */
const writeWhole = async (file: string, bytes: Uint8Array | string): Promise<void> => {
  await writeFile(`${file}${DRAFT}`, bytes, { mode: 0o600 });
  await rename(`${file}${DRAFT}`, file);
};

/** Keeps what is known of an export. */
export const writeManifest = async (directory: string, kept: ExportManifest): Promise<void> => {
  await mkdir(directory, { recursive: true });
  await writeWhole(fileOf(directory), `${JSON.stringify(kept, null, 2)}\n`);
};

/** How many parts lie in a directory. Halves of them, of a fetching that was cut off, are taken away. */
export const partsIn = async (directory: string): Promise<number> => {
  const names = await readdir(directory);
  for (const name of names) if (name.endsWith(`.sealed${DRAFT}`)) await rm(join(directory, name));
  return names.filter((name) => /^part-\d{6}\.sealed$/.test(name)).length;
};

const isWhole = (bytes: Uint8Array, { sha256 }: Pick<ManifestPart, 'sha256'>): boolean =>
  createHash('sha256').update(bytes).digest('hex') === sha256;

/** A part as it was written there; undefined where it is not there, or is not what its hash says. */
export const readPart = async (directory: string, one: ManifestPart): Promise<Uint8Array | undefined> => {
  const bytes = await readIfThere(partFile(directory, one.part));
  return bytes !== undefined && isWhole(bytes, one) ? bytes : undefined;
};

/** Keeps a part. Throws where it is not what its hash says. */
export const writePart = async (directory: string, one: ManifestPart, bytes: Uint8Array): Promise<void> => {
  if (!isWhole(bytes, one)) throw new Error(`Part ${one.part} is not what the API said it is.`);
  await writeWhole(partFile(directory, one.part), bytes);
};
