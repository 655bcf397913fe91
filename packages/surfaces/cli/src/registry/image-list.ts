import { appendFile, readFile, rename, writeFile } from 'node:fs/promises';

/** An image that was brought. */
export interface BroughtImage {
  /** The name of its file. */
  readonly file: string;
  readonly imageId: string;
  readonly sha256: string;
  /** RFC 3339. */
  readonly endsAt: string;
}

const HEADER = 'file,imageId,sha256,endsAt\n';

const LINE = /^"(?<file>(?:[^"]|"")*)",[0-9A-Za-z-]+,[0-9a-f]{64},(?<endsAt>\S+)$/;

const lineOf = ({ file, imageId, sha256, endsAt }: BroughtImage): string =>
  `"${file.replaceAll('"', '""')}",${imageId},${sha256},${endsAt}\n`;

/**
 * The list of images that were brought, as CSV: a line for each, appended as it is brought, for its owner's eyes. What an image was to be named by
 * until now is taken out when it is opened, and so is a line that was cut off. Throws where the file is no such list.
 */
export const openImageList = async (path: string, atMilliseconds: number) => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return HEADER;
    throw error;
  });
  if (!text.startsWith(HEADER)) throw new Error(`${path} is no list of images.`);
  const lines = text
    .slice(HEADER.length)
    .split('\n')
    .flatMap((line) => {
      const { file, endsAt = '' } = LINE.exec(line)?.groups ?? {};
      return file === undefined || !(Date.parse(endsAt) > atMilliseconds)
        ? []
        : [[file.replaceAll('""', '"'), line] as const];
    });
  const draft = `${path}.draft`;
  await writeFile(draft, HEADER + lines.map(([, line]) => `${line}\n`).join(''), { mode: 0o600 });
  await rename(draft, path);
  return {
    /** Names of files whose images may be named still. */
    files: new Set(lines.map(([file]) => file)),
    add: (image: BroughtImage): Promise<void> => appendFile(path, lineOf(image)),
  };
};
