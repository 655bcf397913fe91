import type { EventSource, FoundEvent } from '../domain/index.ts';

/** A change of a stored record, as the store itself reported it. */
export interface StoredChange {
  readonly tenant: string;
  /** What the log calls the record's subject. */
  readonly pseudonym: string;
  /** The event that the record names for this change. */
  readonly eventId: string;
  /** The version that the change made. */
  readonly version: number;
  /** When the store took note of the change, in milliseconds since the epoch. */
  readonly changedAt: number;
}

/** How far a change and its event may lie apart: longer than any transaction is retried, far shorter than a shift. */
const TOGETHER_MILLISECONDS = 5 * 60_000;

const accountsFor = (
  found: FoundEvent | undefined,
  { pseudonym, version, changedAt }: StoredChange,
): boolean =>
  found !== undefined &&
  found.event.outcome === 'allowed' &&
  found.event.resources.some((named) => named.pseudonym === pseudonym && named.version === version) &&
  Math.abs(changedAt - Date.parse(found.event.time)) <= TOGETHER_MILLISECONDS;

/**
 * The changes that no event accounts for. A change and its event are one transaction, and the event names the version that
 * the change made; so such a change was made around the system, by somebody with write access to the table. An event that
 * only read, that made another version, of another record, that was refused, or of another time accounts for nothing.
 */
export const findUnrecordedChanges =
  ({ events }: { readonly events: Pick<EventSource, 'byId'> }) =>
  async <Change extends StoredChange>(changes: readonly Change[]): Promise<readonly Change[]> => {
    const found = await Promise.all(changes.map(({ tenant, eventId }) => events.byId(tenant, eventId)));
    return changes.filter((change, at) => !accountsFor(found[at], change));
  };
