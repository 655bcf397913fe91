import { toEntry, toOcsf } from '@temkin/audit-event';
import type { Clock } from '@temkin/kernel';
import { formatVerifierKey, type VerifierKey } from '@temkin/tlog';
import type { LogName } from '../domain/index.ts';

/** Who speaks in a log's first entry: nobody of the staff. */
const SEQUENCER = { pseudonym: 'sequencer', roles: ['system'] } as const;

/**
 * The first entry of a log names the key that its checkpoints are signed with. Whoever trusts one checkpoint by that key
 * thereby knows the key that the log began with.
 */
export const openingEntry =
  (dependencies: {
    readonly clock: Clock;
    readonly newEventId: () => string;
    readonly logKey: (log: LogName) => Promise<VerifierKey>;
  }) =>
  async (log: LogName): Promise<Uint8Array> => {
    const { clock, newEventId, logKey } = dependencies;
    const head = {
      eventId: newEventId(),
      time: clock.now(),
      tenant: log.tenant,
      actor: SEQUENCER,
      writer: { session: 'sequencer', n: 0, void: [] },
    };
    return toEntry(
      toOcsf(head, {
        action: 'audit.open-log',
        outcome: 'allowed',
        resources: [{ type: 'verifier-key', pseudonym: formatVerifierKey(await logKey(log)) }],
      }),
    );
  };
