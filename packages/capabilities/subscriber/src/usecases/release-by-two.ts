import type {
  Approvals,
  Change,
  EventDraft,
  PendingApproval,
  Recorder,
  TwoPersonRequest,
} from '@temkin/audit-event';
import type { Caller, Receipt, ReliedOn } from '@temkin/kernel';

/** What two people are to agree to. */
export interface AskedRelease {
  /** What both events say: that it was asked, and that it is released. */
  readonly draft: Omit<EventDraft, 'change' | 'resources'>;
  readonly resources: EventDraft['resources'];
  /** What is released, as it was read. */
  readonly reliedOn: ReliedOn;
  /** All that whoever agrees is told, word for word. Opened once it is on record that it was asked. */
  readonly terms: () => Promise<TwoPersonRequest['terms']>;
  /** What changes with the release. */
  readonly writes: () => Promise<NonNullable<Change['writes']>>;
}

/** Released, or waiting for the second person; undefined where something changed meanwhile and all is to be looked at again. */
export type Released =
  { readonly state: 'released'; readonly receipt: Receipt } | PendingApproval | undefined;

/** Releases something once a second person has agreed to all that is said of it. Refuses by the codes of `Approvals`. */
export const releaseByTwo =
  ({ recorder, approvals }: { readonly recorder: Recorder; readonly approvals: Approvals }) =>
  async (caller: Caller, { draft, resources, reliedOn, terms, writes }: AskedRelease): Promise<Released> => {
    const asked = await recorder.commit(
      caller,
      { ...draft, change: 'asked', resources },
      { reliedOn: [reliedOn] },
    );
    if (asked.outcome !== 'committed') return undefined;
    const { action } = draft;
    const approval = await approvals.of(caller, { action, resources, terms: await terms() });
    if (approval.state === 'pending') return approval;
    const released = await writes();
    const recorded = await recorder.commit(
      caller,
      { ...draft, change: 'released', resources: [...resources, ...approval.resources] },
      approval.spentWith({ writes: released }),
    );
    return recorded.outcome === 'committed' ? { state: 'released', receipt: recorded.receipt } : undefined;
  };
