import type { Comparison, Row } from '../comparison.ts';
import { rateFigure } from '../figure.ts';
import { draining, integrating } from '../log/draining.ts';
import { startLogSystem } from '../log/log-system.ts';
import { ACCESSES_PER_SECOND, mergeDelays } from '../log/merge-delay.ts';
import { admitReader, IN_FLIGHT, recording } from '../log/recording.ts';
import { pairedRatio, spreadOf, type Rate } from '../measure.ts';

/** Entries a second, at least. */
const GOALS = { integrating: 20_000, draining: 3_000 } as const;

/** Recording until it is in the log by the bare transactions, at least. */
const RATIO_GOAL = 0.7;

/** Seconds until a checkpoint covers half of the events, and 99 in 100, at most. */
const DELAY_GOAL = { medianSeconds: 1, p99Seconds: 3 } as const;

const perSecond = (rates: readonly Rate[]): readonly number[] => rates.map((rate) => rate.perSecond);

const speedOf = (what: string, rates: readonly Rate[], goal: number): Comparison => ({
  row: 9,
  what,
  ours: rateFigure(rates),
  goal: { text: `≥ ${goal.toLocaleString('en-US')}/s`, met: spreadOf(perSecond(rates)).median >= goal },
});

const recordingOf = ({ ours, bare, writes }: Awaited<ReturnType<typeof recording>>): Comparison => {
  const ratio = pairedRatio(perSecond(ours), perSecond(bare));
  return {
    row: 9,
    what: 'recording until it is in the log, events',
    ours: rateFigure(ours),
    limit: { name: `bare SDK, transactions of ${writes}, ${IN_FLIGHT} in flight`, ...rateFigure(bare) },
    ratio,
    goal: { text: `≥ ${RATIO_GOAL} ×`, met: ratio >= RATIO_GOAL },
  };
};

const delayOf = (milliseconds: readonly number[]): Comparison => {
  const value = spreadOf(milliseconds.map((delay) => delay / 1_000));
  const { medianSeconds, p99Seconds } = DELAY_GOAL;
  return {
    row: 9,
    what: `until a checkpoint covers an event, ${ACCESSES_PER_SECOND} accesses a second`,
    ours: { text: `${value.median.toFixed(2)} s, p99 ${value.p99.toFixed(2)} s`, value },
    goal: {
      text: `≤ ${medianSeconds} s, p99 ≤ ${p99Seconds} s`,
      met: value.median <= medianSeconds && value.p99 <= p99Seconds,
    },
  };
};

/**
 * Row 9: how fast the log grows. The sequencer over ports in memory; draining a full outbox of the embedded store into a
 * directory of files; recording with the sequencer beside it, and the same transactions bare; how long an event waits.
 */
export const logSpeed: Row = async (workload) => {
  const integrated = await integrating(workload);
  const system = await startLogSystem();
  try {
    const drained = await draining(system, workload);
    await admitReader(system);
    const recorded = await recording(system, workload);
    const delays = await mergeDelays(system, workload);
    return [
      speedOf('the sequencer alone, entries', integrated, GOALS.integrating),
      speedOf('draining an outbox, entries', drained, GOALS.draining),
      recordingOf(recorded),
      delayOf(delays),
    ];
  } finally {
    await system.stop();
  }
};
