import type { Recorder } from '@temkin/audit-event';
import { Refusal, type Caller } from '@temkin/kernel';
import { LIVE_STATES, type CallIntent, type Read } from '../domain/index.ts';
import type { BoundLines } from '../store/bound-lines.ts';
import type { CallIntents } from '../store/call-intents.ts';
import type { CallLines, OpenedLine } from './ports.ts';
import { sweeperFor } from './own-actors.ts';
import { callResource } from './refuse.ts';
import { releaseLines } from './release-lines.ts';
import { untilSettled } from './until-settled.ts';
import { boundUntil, wishForLine, type LineWishes, type WishedLine } from './wish-for-line.ts';

export interface LineDependencies extends Omit<LineWishes, 'intents' | 'bound'> {
  readonly intents: CallIntents;
  readonly bound: BoundLines;
  readonly recorder: Recorder;
}

/** Whether the call stands as the network has it. */
const stands = (intent: CallIntent | undefined, { lineId, mode }: WishedLine): boolean =>
  intent !== undefined &&
  LIVE_STATES.includes(intent.state) &&
  intent.lineId === lineId &&
  intent.mode === mode;

/**
 * Has declared calls made or awaited in the operator's network, and puts on record what came of it: a call that the network knows of
 * is `announced`. What the network does not do, or does not say in time, fails no declaration. A line that cannot be put on
 * record is ended again, and where the network does not end it, the sweep has it ended; one that is neither (the process dies) ends by
 * itself with the binding.
 */
export const callLines = (dependencies: LineDependencies): CallLines => {
  const { intents, bound, recorder, clock } = dependencies;

  /** Writes down what the network has, of a call that is live; undefined where it changed meanwhile. Answers it as it is now. */
  const noteOnce = async (
    caller: Caller,
    declared: Read<CallIntent>,
    line: WishedLine,
  ): Promise<CallIntent | undefined> => {
    const { tenant } = caller.principal;
    // Whoever rings reports at once: the call may be further by now.
    const intent = await intents.intent(tenant, declared.intentId);
    if (intent === undefined) throw new Error('a declared call is gone');
    if (!LIVE_STATES.includes(intent.state)) return intent;
    const told = line.lineId !== undefined || line.isAnnounced;
    const toState = told && intent.state === 'created' ? 'announced' : intent.state;
    const change = {
      ...(line.lineId !== undefined && { lineId: line.lineId }),
      ...(line.mode !== intent.mode && { mode: line.mode }),
    };
    const at = clock.now();
    const held = line.lineId === undefined ? [] : bound.holdWrites(tenant, intent, boundUntil(intent, at));
    const recorded = await recorder.commit(
      caller,
      {
        action: 'call.announce',
        outcome: told ? 'allowed' : 'failed',
        resources: [{ ...callResource(intent.intentId), version: intent.version + 1 }],
        change: line.mode,
      },
      {
        writes: ({ eventId }) => [
          ...(toState === intent.state
            ? [intents.noteWrite(tenant, intent, { ...change, eventId })]
            : intents.moveWrites(tenant, intent, { to: toState, at, eventId, ...change })),
          ...held,
        ],
      },
    );
    return recorded.outcome === 'committed'
      ? { ...intent, ...change, state: toState, version: intent.version + 1 }
      : undefined;
  };

  /** Ends a line that no call has. Where the network does not, the call has it after all, for the sweep to end. */
  const dropLine = async (tenant: string, intentId: string, line: WishedLine): Promise<void> => {
    const { lineId, mode } = line;
    if (lineId === undefined || (await releaseLines(dependencies, tenant, line))) return;
    try {
      await untilSettled(async () => {
        const intent = await intents.intent(tenant, intentId);
        if (intent === undefined || intent.lineId === lineId) return 'nothing';
        const isOver = !LIVE_STATES.includes(intent.state);
        const recorded = await recorder.commit(
          // Whoever declared it may be suspended by now.
          sweeperFor(tenant),
          {
            action: 'call.announce',
            outcome: 'failed',
            resources: [{ ...callResource(intentId), version: intent.version + 1 }],
            change: mode,
          },
          {
            writes: ({ eventId }) => [
              intents.noteWrite(tenant, intent, { lineId, eventId }),
              ...bound.holdWrites(tenant, intent, boundUntil(intent, clock.now())),
              ...(isOver ? [intents.lookAgainWrite(tenant, intent)] : []),
            ],
          },
        );
        return recorded.outcome === 'committed' ? 'noted' : undefined;
      });
    } catch {
      // It ends by itself, with the binding.
    }
  };

  const open: CallLines['open'] = async (caller, declared, to): Promise<OpenedLine> => {
    const { tenant } = caller.principal;
    const line = await wishForLine(dependencies, tenant, declared, to);
    const unchanged = line.lineId === undefined && !line.isAnnounced && line.mode === declared.mode;
    const dial = line.isRungBack || line.leadsElsewhere ? {} : { dial: declared.number };
    const asDeclared = { intent: declared, ...(!line.leadsElsewhere && { dial: declared.number }) };
    if (unchanged) return asDeclared;
    let noted: CallIntent;
    try {
      noted = await untilSettled(() => noteOnce(caller, declared, line));
    } catch (error) {
      const found = await intents.intent(tenant, declared.intentId).catch(() => undefined);
      if (found !== undefined && stands(found, line)) return { intent: found, ...dial };
      await dropLine(tenant, declared.intentId, line);
      if (error instanceof Refusal && error.code === 'ACCESS.CHANGED') throw error;
      return asDeclared;
    }
    if (LIVE_STATES.includes(noted.state)) return { intent: noted, ...dial };
    await dropLine(tenant, declared.intentId, line);
    return { intent: noted };
  };

  return {
    open,
    close: async (tenant, intent) => {
      await releaseLines(dependencies, tenant, intent);
    },
  };
};
