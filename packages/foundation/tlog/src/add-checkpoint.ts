import { toBase64 } from '@temkin/kernel';
import { parseDecimal } from './decimal.ts';
import { parseHashes } from './hash-line.ts';

/** What a log sends to a witness: its new checkpoint and that it grew from the one the witness has seen. */
export interface AddCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  /** The signed note, as it is. */
  readonly checkpoint: string;
}

/** Lines of proof, at most (c2sp.org/tlog-witness, add-checkpoint). */
const LINES_LIMIT = 63;

/** The body of `POST <submission prefix>/add-checkpoint`. */
export const formatAddCheckpoint = ({ oldSize, proof, checkpoint }: AddCheckpoint): string =>
  [`old ${oldSize}`, ...proof.map(toBase64), '', checkpoint].join('\n');

/** The request of such a body; undefined where it is none. Nothing is verified. */
export const parseAddCheckpoint = (body: string): AddCheckpoint | undefined => {
  const end = body.indexOf('\n\n');
  const [oldLine, ...lines] = body.slice(0, Math.max(end, 0)).split('\n');
  const oldSize =
    oldLine?.startsWith('old ') === true ? parseDecimal(oldLine.slice('old '.length)) : undefined;
  const proof = lines.length > LINES_LIMIT ? undefined : parseHashes(lines);
  return oldSize === undefined || proof === undefined
    ? undefined
    : { oldSize, proof, checkpoint: body.slice(end + 2) };
};
