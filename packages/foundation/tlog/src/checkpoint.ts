import { toBase64 } from '@temkin/kernel';
import { parseDecimal } from './decimal.ts';
import { parseHash } from './hash-line.ts';

/** What a log says of itself at a size (c2sp.org/tlog-checkpoint, Note text). */
export interface Checkpoint {
  /** Which log: a URL without scheme and trailing slash. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** The text that is signed. */
export const formatCheckpoint = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`;

/** The checkpoint of a note's text; undefined where it is none. Lines that extend it are let pass, and say nothing. */
export const parseCheckpoint = (text: string): Checkpoint | undefined => {
  if (!text.endsWith('\n')) return undefined;
  const [origin, sizeLine, rootLine, ...extensions] = text.slice(0, -1).split('\n');
  const size = parseDecimal(sizeLine ?? '');
  const root = parseHash(rootLine ?? '');
  return origin === undefined ||
    origin === '' ||
    size === undefined ||
    root === undefined ||
    extensions.includes('')
    ? undefined
    : { origin, size, root };
};
