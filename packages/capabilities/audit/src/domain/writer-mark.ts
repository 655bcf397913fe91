/** How a writer has numbered an event: sessions are random, numbers consecutive from 0 within one. */
export interface WriterMark {
  readonly session: string;
  readonly n: number;
  /** Earlier numbers of the session whose transaction was cancelled. */
  readonly void: readonly number[];
}

const SESSION = /^[0-9a-f]{32}$/;

const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** The mark that an entry bears. The log's word on its keys bears none that counts, nor does what is no event of ours. */
export const writerMark = (entry: Uint8Array): WriterMark | undefined => {
  try {
    const event = JSON.parse(new TextDecoder().decode(entry)) as {
      readonly unmapped?: { readonly writer?: Partial<Record<keyof WriterMark, unknown>> };
    } | null;
    const { session, n, void: cancelled } = event?.unmapped?.writer ?? {};
    return typeof session === 'string' &&
      SESSION.test(session) &&
      isNumber(n) &&
      Array.isArray(cancelled) &&
      cancelled.every(isNumber)
      ? { session, n, void: cancelled }
      : undefined;
  } catch {
    return undefined;
  }
};
