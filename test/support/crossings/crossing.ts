/** An id of the first tenant, under the name that a test's title gives it. */
export interface ForeignId {
  readonly by: string;
  readonly id: string;
  /** One of the same form that was never given out. */
  readonly random: () => string;
}

/** A route that takes such an id. */
export interface Crossing extends ForeignId {
  /** As the OpenAPI document has it. */
  readonly route: string;
  /** What one that never was is answered: a code, or what else says no. */
  readonly refusal: string;
  /** Asked by somebody of the second tenant. */
  readonly ask: (id: string) => Promise<Response>;
}
