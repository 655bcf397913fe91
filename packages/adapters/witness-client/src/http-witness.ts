import type { Witness } from '@temkin/audit/domain';
import { boundedBytes } from '@temkin/kernel';
import { formatAddCheckpoint, parseDecimal, type VerifierKey } from '@temkin/tlog';

export interface HttpWitnessOptions {
  /** The submission prefix of the witness, without a slash at its end. */
  readonly prefix: string;
  /** The key of its cosignatures, got from its operator. */
  readonly key: VerifierKey;
  /** How long an answer may take. */
  readonly timeoutMilliseconds?: number;
}

const TIMEOUT_MILLISECONDS = 10_000;

/** Cosignatures of several keys, the largest of 3,300 characters (ML-DSA-44), and room for more. */
const ANSWER_LIMIT_BYTES = 64 * 1_024;

const read = async (answer: Response): Promise<string> => {
  const bytes = await boundedBytes(answer, ANSWER_LIMIT_BYTES);
  if (bytes === undefined) throw new Error('the witness answers too much');
  return new TextDecoder().decode(bytes);
};

/** The size in a 409 (c2sp.org/tlog-witness); undefined where it says none. */
const sizeIn = (answer: Response, body: string): number | undefined =>
  answer.headers.get('content-type') === 'text/x.tlog.size' && body.endsWith('\n')
    ? parseDecimal(body.slice(0, -1))
    : undefined;

/** Of those that say what a client did wrong, the ones that may be otherwise in a minute (RFC 9110, 15.5.9 and 15.5.10; RFC 6585, 4). */
const PASSING = new Set([408, 409, 429]);

/** Whether the same question would get the same answer until a person has changed something. */
const isLasting = (status: number): boolean => status >= 400 && status < 500 && !PASSING.has(status);

/** A witness over HTTP (c2sp.org/tlog-witness). Follows no redirect, and believes nothing that it answers. */
export const httpWitness = ({ prefix, key, timeoutMilliseconds }: HttpWitnessOptions): Witness => ({
  key,
  addCheckpoint: async (request) => {
    const answer = await fetch(`${prefix}/add-checkpoint`, {
      method: 'POST',
      redirect: 'error',
      body: formatAddCheckpoint(request),
      signal: AbortSignal.timeout(timeoutMilliseconds ?? TIMEOUT_MILLISECONDS),
    });
    const body = await read(answer);
    if (answer.status === 200) return { outcome: 'cosigned', lines: body };
    const size = answer.status === 409 ? sizeIn(answer, body) : undefined;
    if (size !== undefined) return { outcome: 'other-size', size };
    if (!isLasting(answer.status)) throw new Error(`the witness answers ${answer.status}`);
    return { outcome: 'refused', status: answer.status };
  },
});
