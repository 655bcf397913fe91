import { boundedBytes } from '@temkin/kernel';
import type { AddedCheckpoint } from '../usecases/add-checkpoint.ts';

/** A witness as it is served (c2sp.org/tlog-witness): submission and monitoring prefix are one, its root. */
export type WitnessApplication = (request: Request) => Promise<Response>;

export interface WitnessUsecases {
  readonly addCheckpoint: (body: string) => Promise<AddedCheckpoint>;
  /** The latest cosigned checkpoint by the hash of its origin. */
  readonly byHash: (hash: string) => Promise<{ readonly note: string } | undefined>;
  /** Told why a request could not be answered. */
  readonly onFailure: (error: unknown) => void;
}

/** A checkpoint of a hundred signatures and 63 lines of proof are far fewer. */
const BODY_LIMIT_BYTES = 1_000_000;

const text = (status: number, body: string, type = 'text/plain; charset=utf-8'): Response =>
  new Response(body, { status, headers: { 'content-type': type } });

/** The status of every verdict (c2sp.org/tlog-witness, add-checkpoint). */
const answer = (added: AddedCheckpoint): Response => {
  switch (added.outcome) {
    case 'cosigned':
      return text(200, added.lines);
    case 'malformed':
      return text(400, 'this is no request to add a checkpoint\n');
    case 'untrusted':
      return text(403, 'no trusted key of this log has signed\n');
    case 'unknown-log':
      return text(404, 'this log is not known\n');
    case 'other-size':
      return text(409, `${added.size}\n`, 'text/x.tlog.size');
    case 'forked':
    case 'inconsistent':
      return text(422, 'the checkpoint is not consistent with the one that was cosigned\n');
  }
};

/** Text whose bytes are the ones that were decoded; undefined where it is not UTF-8. */
const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** A witness over its use cases: `POST /add-checkpoint` and `GET /<origin hash>/checkpoint`. */
export const witnessApplication = ({
  addCheckpoint,
  byHash,
  onFailure,
}: WitnessUsecases): WitnessApplication => {
  const submit = async (request: Request): Promise<Response> => {
    const bytes = await boundedBytes(request, BODY_LIMIT_BYTES);
    if (bytes === undefined) return text(413, `a request has at most ${BODY_LIMIT_BYTES} bytes\n`);
    const body = decode(bytes);
    return answer(body === undefined ? { outcome: 'malformed' } : await addCheckpoint(body));
  };

  const show = async (hash: string): Promise<Response> => {
    const witnessed = await byHash(hash);
    return witnessed === undefined
      ? text(404, 'no checkpoint of this log was cosigned\n')
      : text(200, witnessed.note);
  };

  return async (request) => {
    const { pathname } = new URL(request.url);
    const [, hash] = /^\/([0-9a-f]{64})\/checkpoint$/.exec(pathname) ?? [];
    const method = hash === undefined ? 'POST' : 'GET';
    if (hash === undefined && pathname !== '/add-checkpoint') return text(404, 'there is nothing here\n');
    if (request.method !== method) return new Response(null, { status: 405, headers: { allow: method } });
    try {
      return await (hash === undefined ? submit(request) : show(hash));
    } catch (error) {
      onFailure(error);
      return text(503, 'the witness cannot answer at the moment\n');
    }
  };
};
