import type { EventDraft, Recorder } from '@temkin/audit-event';
import type { Caller, Receipt } from '@temkin/kernel';

/** Puts an auditor's own reading on record, before anything is read. */
export const recordReading = async (
  recorder: Recorder,
  caller: Caller,
  draft: EventDraft,
): Promise<Receipt> => {
  const recorded = await recorder.commit(caller, draft);
  if (recorded.outcome !== 'committed') throw new Error('an event without conditions cannot be refused');
  return recorded.receipt;
};
