import { fromBase64, toBase64 } from '@temkin/kernel';
import { parseDecimal } from './decimal.ts';
import { parseHashes } from './hash-line.ts';

/** That an entry stands in a log, to be verified off line (c2sp.org/tlog-proof). */
export interface TlogProof {
  readonly index: number;
  /** Sibling hashes from the entry up to the root. */
  readonly proof: readonly Uint8Array[];
  /** The signed checkpoint, as it is. */
  readonly checkpoint: string;
  /** Data that nobody vouches for. */
  readonly extra?: Uint8Array;
}

const HEADER = 'c2sp.org/tlog-proof@v1';

/** More than the 53 levels that a tree can have here. */
const LINES_LIMIT = 64;

/** The bytes of a `.tlog-proof` file, as text. */
export const formatProof = ({ index, proof, checkpoint, extra }: TlogProof): string =>
  [
    HEADER,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...proof.map(toBase64),
    '',
    checkpoint,
  ].join('\n');

/** The proof of a text; undefined where it is none. Nothing is verified. */
export const parseProof = (text: string): TlogProof | undefined => {
  const end = text.indexOf('\n\n');
  const [header, ...rest] = text.slice(0, Math.max(end, 0)).split('\n');
  const extraLine = rest[0]?.startsWith('extra ') === true ? rest.shift() : undefined;
  const extra = extraLine === undefined ? undefined : fromBase64(extraLine.slice('extra '.length));
  const indexLine = rest.shift();
  const index =
    indexLine?.startsWith('index ') === true ? parseDecimal(indexLine.slice('index '.length)) : undefined;
  const proof = rest.length > LINES_LIMIT ? undefined : parseHashes(rest);
  if (header !== HEADER || index === undefined || proof === undefined) return undefined;
  if (extraLine !== undefined && extra === undefined) return undefined;
  return { index, proof, checkpoint: text.slice(end + 2), ...(extra !== undefined && { extra }) };
};
