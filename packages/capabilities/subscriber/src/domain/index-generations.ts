/** The entries of an index under one key. */
export interface Generation {
  /** Counts from 1; none is used twice. */
  readonly number: number;
  /** Bits of its hashes; absent where they are of full length. */
  readonly bits?: number;
}

/**
 * How far an index is made. `building`: entries of `next` are being made, and every change of a person writes both.
 * `switching`: `current` has just become what is searched, and the former's entries are still there for searches that began before.
 * `purging`: they are being deleted.
 */
export type IndexState =
  | { readonly state: 'idle'; readonly current: Generation }
  | { readonly state: 'building'; readonly current?: Generation; readonly next: Generation }
  | {
      readonly state: 'switching' | 'purging';
      readonly current: Generation;
      readonly former: Generation;
      /** Milliseconds since the epoch. */
      readonly switchedAt: number;
    };

/** What becomes of an index, or why nothing does. */
export type IndexVerdict =
  | { readonly verdict: 'changed'; readonly to: IndexState }
  | { readonly verdict: 'not-now'; readonly state: IndexState['state'] | 'none' };

const notNow = (known: IndexState | undefined): IndexVerdict => ({
  verdict: 'not-now',
  state: known?.state ?? 'none',
});

/** The number of a generation to be made: an index is begun when it is new, or idle. */
export const nextNumber = (known: IndexState | undefined): number =>
  known?.state === 'idle' ? known.current.number + 1 : 1;

/** The number of the newest generation, made or being made; 0 of an index that was never begun. */
export const newestNumber = (known: IndexState | undefined): number =>
  known?.state === 'building' ? known.next.number : (known?.current.number ?? 0);

/** Begins to make an index, or to make it anew under another key. */
export const beginIndex = (known: IndexState | undefined, bits: number | undefined): IndexVerdict => {
  if (known !== undefined && known.state !== 'idle') return notNow(known);
  const next = { number: nextNumber(known), ...(bits !== undefined && { bits }) };
  return {
    verdict: 'changed',
    to: { state: 'building', ...(known !== undefined && { current: known.current }), next },
  };
};

/** Searches by what was made, once every segment was walked. */
export const switchIndex = (
  known: IndexState | undefined,
  generation: number,
  switchedAt: number,
): IndexVerdict => {
  if (known?.state !== 'building' || known.next.number !== generation) return notNow(known);
  const { current: former, next: current } = known;
  return {
    verdict: 'changed',
    to:
      former === undefined ? { state: 'idle', current } : { state: 'switching', current, former, switchedAt },
  };
};

/** Begins to delete the former entries, when no search can be under way that began before the switch. */
export const beginPurge = (
  known: IndexState | undefined,
  nowMilliseconds: number,
  pauseMilliseconds: number,
): IndexVerdict =>
  known?.state === 'switching' && known.switchedAt + pauseMilliseconds <= nowMilliseconds
    ? { verdict: 'changed', to: { ...known, state: 'purging' } }
    : notNow(known);

/** Ends a purge, once every segment was walked. */
export const endPurge = (known: IndexState | undefined, former: number): IndexVerdict =>
  known?.state === 'purging' && known.former.number === former
    ? { verdict: 'changed', to: { state: 'idle', current: known.current } }
    : notNow(known);

/** The generation that is searched; undefined while the first is being made. */
export const searched = (known: IndexState | undefined): Generation | undefined => known?.current;

/** The generations that what comes to be is written into. */
export const written = (known: IndexState | undefined): readonly Generation[] => {
  if (known === undefined) return [];
  const { current } = known;
  return [...(current === undefined ? [] : [current]), ...(known.state === 'building' ? [known.next] : [])];
};

/** The generations that what ceases to be is deleted from: those, and one that is not gone yet. */
export const kept = (known: IndexState | undefined): readonly Generation[] => [
  ...written(known),
  ...(known?.state === 'switching' || known?.state === 'purging' ? [known.former] : []),
];
