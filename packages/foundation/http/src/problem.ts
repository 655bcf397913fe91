import { rfc3339, type FieldError, type Refusal } from '@temkin/kernel';

/** What every occurrence of a problem code shares. */
export interface ProblemKind {
  readonly status: number;
  /** A short sentence that is the same every time (RFC 9457 §3.1.3). */
  readonly title: string;
  /**
   * Whether a refusal with this code goes on record. Where it is not said, the status decides: 403, 404 and 410 tell
   * somebody "not for you" and are recorded; malformed, conflicting and untimely requests disclose nothing and are not.
   */
  readonly recorded?: boolean;
}

/** Problem kinds by code. */
export type ProblemCatalogue = Readonly<Record<string, ProblemKind>>;

/** RFC 9457 problem details with the stable `code` that clients act upon. */
export interface Problem {
  /** `urn:temkin:problem:<code>`. */
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** RFC 3339: from when on what was deleted is gone for good, where the problem is that it was. */
  readonly finalFrom?: string;
  /** `urn:uuid:…` of this very occurrence, for a question to support; only a fault of ours carries it. */
  readonly instance?: string;
}

const RECORDED_STATUSES = new Set([403, 404, 410]);

/** Whether a refusal of this kind goes on record. */
export const isRecorded = (kind: ProblemKind): boolean => kind.recorded ?? RECORDED_STATUSES.has(kind.status);

/**
 * The kind of a code. Throws where the catalogue has none: a code without status and title is a bug.
 */
export const kindOf = (problems: ProblemCatalogue, code: string): ProblemKind => {
  const kind = Object.hasOwn(problems, code) ? problems[code] : undefined;
  if (kind === undefined) throw new Error(`the problem catalogue has no ${code}`);
  return kind;
};

/** A refusal as problem details: an answer of its own, or one item's part of a batch. Throws where the code is unknown. */
export const problemOf = ({ code, details }: Refusal, problems: ProblemCatalogue): Problem => {
  const { status, title } = kindOf(problems, code);
  return {
    type: `urn:temkin:problem:${code}`,
    status,
    title,
    code,
    ...(details.detail !== undefined && { detail: details.detail }),
    ...(details.errors !== undefined && { errors: details.errors }),
    ...(details.finalFrom !== undefined && { finalFrom: rfc3339(details.finalFrom) }),
  };
};
