import type { Problem, ProblemCode } from './generated/api.ts';
import { readReceipt, type Receipt } from './receipt.ts';

/** The API said no (RFC 9457). Act upon `code`. Its message has the code and nothing that was sent or answered. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  /** Undefined where what stands in front of the API answered, in a form of its own. */
  readonly code: ProblemCode | undefined;
  /** A sentence for people; may change. */
  readonly detail: string | undefined;
  /** What is wrong with the body, and where (RFC 6901). */
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];
  /** Names the very occurrence of a fault of the API; quote it to support. */
  readonly instance: string | undefined;
  /** From `Retry-After`: when asking again may help. */
  readonly retryAfterSeconds: number | undefined;
  /** Of the event that the refusal left, where it is on record. */
  readonly receipt: Receipt | undefined;
  readonly correlator: string | undefined;

  constructor(response: Response, problem: Problem | undefined, retryAfterSeconds: number | undefined) {
    super(problem === undefined ? `HTTP status ${response.status}` : `${problem.code} (${response.status})`);
    this.status = response.status;
    this.code = problem?.code;
    this.detail = problem?.detail;
    this.errors = problem?.errors ?? [];
    this.instance = problem?.instance;
    this.retryAfterSeconds = retryAfterSeconds;
    this.receipt = readReceipt(response.headers);
    this.correlator = response.headers.get('x-correlator') ?? undefined;
  }
}
