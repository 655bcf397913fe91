import type { Recorder } from '@temkin/audit-event';
import type { Caller, Clock, Receipt } from '@temkin/kernel';
import { reportedAt, reportedState, timelyEnd, type CallState, type LineState } from '../domain/index.ts';
import type { CallIntents } from '../store/call-intents.ts';
import { callResource, refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

export interface ReportDependencies {
  readonly intents: Pick<CallIntents, 'intent' | 'moveWrites'>;
  readonly recorder: Recorder;
  readonly clock: Clock;
}

/** Where a call stands after a network's word. */
export interface ReportedCall {
  readonly state: CallState;
  /** Of the event that records the move; absent where nothing moved. */
  readonly receipt?: Receipt;
}

/**
 * Takes a network's word of a call that it makes, on record. Words that come late, twice or out of order move nothing and are
 * answered as the first was, by where the call stands: a network may repeat them until it has an answer.
 */
export const reportCall =
  ({ intents, recorder, clock }: ReportDependencies) =>
  (
    caller: Caller,
    { intentId, state, at }: { readonly intentId: string; readonly state: LineState; readonly at: number },
  ): Promise<ReportedCall> =>
    untilSettled(async () => {
      const { tenant } = caller.principal;
      const intent = await intents.intent(tenant, intentId);
      if (intent === undefined) throw refuse('CALL.UNKNOWN');
      const to = reportedState(intent, state);
      if (to === undefined) return { state: intent.state };
      const said = reportedAt(intent, at, clock.now());
      // One that nobody was rung by was over when it should have rung.
      const movedAt = to === 'expired' ? Math.min(said, timelyEnd(intent).at) : said;
      const recorded = await recorder.commit(
        caller,
        {
          action: 'call.report',
          outcome: 'allowed',
          resources: [{ ...callResource(intentId), version: intent.version + 1 }],
          change: to,
        },
        {
          writes: ({ eventId }) => intents.moveWrites(tenant, intent, { to, at: movedAt, eventId }),
        },
      );
      return recorded.outcome === 'committed' ? { state: to, receipt: recorded.receipt } : undefined;
    });
