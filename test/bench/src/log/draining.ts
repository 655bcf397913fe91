import type { Workload } from '../comparison.ts';
import { rateOf, type Rate } from '../measure.ts';
import { benchSequencer, type SequencerPorts } from './bench-sequencer.ts';
import type { LogSystem } from './log-system.ts';
import { madeEvents } from './made-events.ts';
import { memoryPorts } from './memory-ports.ts';

/** Runs a sequencer until nothing waits. Throws where other than so many events came into the log. */
const drain = async (ports: SequencerPorts, expected: number): Promise<void> => {
  const run = benchSequencer(ports);
  let [events, more] = [0, true];
  while (more) {
    const sequenced = await run();
    events += sequenced.events;
    more = sequenced.more;
  }
  if (events !== expected) throw new Error('an event of the bench did not come into the log');
};

/** Drains several times, the first of them to warm up, what `fill` has put there before. */
const drains = async (
  { quick, progress }: Workload,
  what: string,
  count: number,
  fill: (count: number) => Promise<SequencerPorts>,
): Promise<readonly Rate[]> => {
  const rounds = quick ? 2 : 5;
  const rates: Rate[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    progress(`row 9: ${what}, round ${round} of ${rounds}`);
    const ports = await fill(count);
    const rate = await rateOf(count, () => drain(ports, count));
    if (round > 0) rates.push(rate);
  }
  return rates;
};

/** The sequencer over ports that cost next to nothing, a new log each time. */
export const integrating = (workload: Workload): Promise<readonly Rate[]> =>
  drains(workload, 'the sequencer alone', workload.quick ? 16_384 : 65_536, async (count) =>
    memoryPorts(madeEvents(count)),
  );

/** A full outbox of the embedded store becomes part of a log in a directory. */
export const draining = (system: LogSystem, workload: Workload): Promise<readonly Rate[]> =>
  drains(workload, 'draining an outbox', workload.quick ? 4_096 : 16_384, async (count) => {
    await system.fill(madeEvents(count));
    return system.ports;
  });
