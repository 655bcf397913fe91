import {
  OutcomeUnknown,
  Refusal,
  toBase64,
  type Caller,
  type Clock,
  type Receipt,
  type ReliedOn,
} from '@temkin/kernel';
import { stillHolds, type Table, type Write, type WriteVerdict } from '@temkin/storage';
import { leafHash, type Sha256 } from '@temkin/tlog';
import { orUnavailable } from './audit-unavailable.ts';
import { toEntry } from './entry.ts';
import { toOcsf, type EventDraft } from './event.ts';
import { logYear, outboxPut } from './outbox.ts';
import type { Writer } from './writer.ts';

/** The words by which events speak of people: a pseudonym per actor and year. */
export interface ActorPseudonyms {
  of(tenant: string, actor: string, atMilliseconds: number): Promise<string>;
}

/** What goes into the transaction beside the event. */
export interface Change {
  /** Records that the decision relied on, beyond the caller's own. */
  readonly reliedOn?: readonly ReliedOn[];
  /** The writes; they may keep the receipt of the event that made them. */
  readonly writes?: (receipt: Receipt) => readonly Write[];
}

/** `changed`: a record relied on is another by now. `refused`: positions of the writes whose own condition failed. */
export type Recorded =
  | { readonly outcome: 'committed'; readonly receipt: Receipt }
  | { readonly outcome: 'changed' }
  | { readonly outcome: 'refused'; readonly failed: readonly number[] };

/** The only way an event is written: in one transaction with the change it speaks of and the checks it relied on. */
export interface Recorder {
  /**
   * Commits up to 99 checks and writes together with their event. The event's id is the transaction's client token; its
   * bytes are final before the first attempt. Throws the refusals `ACCESS.CHANGED` where the caller's own records have
   * changed and `AUDIT.UNAVAILABLE` where nothing could be written, and `OutcomeUnknown` where that cannot be told.
   */
  commit(caller: Caller, draft: EventDraft, change?: Change): Promise<Recorded>;
}

export interface RecorderDependencies {
  readonly table: Table;
  readonly clock: Clock;
  readonly newEventId: () => string;
  readonly writer: Writer;
  readonly actors: ActorPseudonyms;
  readonly sha256: Sha256;
}

const accessChanged = (): Refusal =>
  new Refusal('ACCESS.CHANGED', {
    detail: 'Your access changed while the request ran; nothing was done or disclosed.',
  });

/** The recorder over a table. */
export const recorder = (dependencies: RecorderDependencies): Recorder => {
  const { table, clock, newEventId, writer, actors, sha256 } = dependencies;

  return {
    commit: async (
      { principal, reliedOn: callerRecords },
      draft,
      { reliedOn = [], writes = () => [] } = {},
    ) => {
      const time = clock.now();
      const pseudonym = await actors.of(principal.tenant, principal.id, time).catch((error: unknown) => {
        throw orUnavailable(error);
      });
      const eventId = newEventId();
      const log = `${principal.tenant}/${logYear(eventId)}`;
      const mark = writer.next(log);
      const cancelled = [...mark.void, mark.n];
      const checks = stillHolds([...callerRecords, ...reliedOn]);

      let receipt: Receipt;
      let verdict: WriteVerdict;
      try {
        const head = {
          eventId,
          time,
          tenant: principal.tenant,
          actor: {
            pseudonym,
            roles: principal.roles,
            ...(principal.facility !== undefined && { facility: principal.facility }),
          },
          writer: mark,
        };
        const entry = toEntry(toOcsf(head, draft));
        receipt = { eventId, leaf: toBase64(await leafHash(sha256, entry)) };
        const transaction = [...checks, ...writes(receipt), outboxPut(principal.tenant, eventId, entry)];
        verdict = await table.transact(transaction, eventId);
      } catch (error) {
        // Whatever fails before or in the transaction wrote nothing, unless the store cannot tell.
        writer.void(log, mark.session, error instanceof OutcomeUnknown ? mark.void : cancelled);
        throw orUnavailable(error);
      }
      if (verdict.outcome === 'committed') return { outcome: 'committed', receipt };
      writer.void(log, mark.session, cancelled);
      if (verdict.failed.some((position) => position < callerRecords.length)) throw accessChanged();
      if (verdict.failed.some((position) => position < checks.length)) return { outcome: 'changed' };
      return { outcome: 'refused', failed: verdict.failed.map((position) => position - checks.length) };
    },
  };
};
