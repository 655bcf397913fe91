import { isAction, type Recorder } from '@temkin/audit-event';
import { inForce, Refusal, type About, type Caller, type Clock, type Receipt } from '@temkin/kernel';
import { refusalBudget } from '../domain/index.ts';
import type { countRefusal } from '../store/refusal-counter.ts';

const MINUTE_MILLISECONDS = 60_000;

/** Principals whose spent budget is remembered, so that a loop of refusals costs the store nothing. */
const REMEMBERED = 10_000;

/**
 * Puts refusals on record within a budget per principal and minute. Beyond it the answer is 429, and one event with the
 * flag `aggregated` stands for all the rest of that minute.
 */
export const refusalLog = (dependencies: {
  readonly recorder: Recorder;
  readonly countRefusal: typeof countRefusal;
  readonly clock: Clock;
}) => {
  const { recorder, countRefusal: count, clock } = dependencies;
  const spent = new Map<string, number>();

  const rateLimited = (minute: number, receipt?: Receipt): Refusal =>
    new Refusal('REQUEST.RATE_LIMITED', {
      detail: 'Too many refused requests. Further refusals of this minute are recorded as one event.',
      retryAfterSeconds: Math.max(1, Math.ceil(((minute + 1) * MINUTE_MILLISECONDS - clock.now()) / 1_000)),
      ...(receipt !== undefined && { receipt }),
    });

  return {
    record: async (
      caller: Caller,
      refusal: { readonly action: string; readonly code: string; readonly about?: About },
    ): Promise<Receipt> => {
      const { action, code, about } = refusal;
      if (!isAction(action)) throw new Error(`${action} is not an action of the closed list`);
      const minute = Math.floor(clock.now() / MINUTE_MILLISECONDS);
      const who = JSON.stringify([caller.principal.tenant, caller.principal.id]);
      if (spent.get(who) === minute) throw rateLimited(minute);

      const budget = inForce(refusalBudget, clock.now());
      const draft = {
        action,
        outcome: 'refused',
        reason: code,
        resources: about?.resources ?? [],
        ...(about?.purpose !== undefined && { purpose: about.purpose }),
      } as const;
      // Who was refused stays on record even where they are suspended meanwhile: nothing is relied on.
      const refused = { principal: caller.principal, reliedOn: [] };
      const recorded = await recorder.commit(refused, draft, {
        writes: () => [count(caller, minute, 'refusals', budget.value)],
      });
      if (recorded.outcome === 'committed') return recorded.receipt;

      spent.set(who, minute);
      const oldest = spent.keys().next();
      if (spent.size > REMEMBERED && oldest.done !== true) spent.delete(oldest.value);
      const aggregated = await recorder.commit(
        refused,
        {
          action,
          outcome: 'refused',
          reason: 'REQUEST.RATE_LIMITED',
          resources: [],
          policies: [budget.id],
          flags: ['aggregated'],
        },
        { writes: () => [count(caller, minute, 'aggregates', 1)] },
      );
      throw rateLimited(minute, aggregated.outcome === 'committed' ? aggregated.receipt : undefined);
    },
  };
};
