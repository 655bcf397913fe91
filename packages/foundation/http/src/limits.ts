/** How much of a server one request may take. */
export interface Limits {
  /** Body size in bytes. */
  readonly bodyBytes: number;
  /** How long the body may take to arrive. */
  readonly bodyMilliseconds: number;
  /** Levels of objects and arrays in a body, the outermost being 1. */
  readonly depth: number;
  /** From the arrival of the head to the answer: the `deadlineMilliseconds` that a route is told. */
  readonly requestMilliseconds: number;
}

/**
 * The limits of the API (operate.md, "API conventions"): 1 MiB, 16 levels. The times stay below the 30 s after which
 * Amazon API Gateway gives up on an HTTP API's integration, so that the answer is ours.
 */
export const defaultLimits: Limits = {
  bodyBytes: 1_048_576,
  bodyMilliseconds: 10_000,
  depth: 16,
  requestMilliseconds: 25_000,
};
