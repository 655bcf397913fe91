import type { WaitingEvents } from '@temkin/audit';
import { setTimeout } from 'node:timers/promises';
import type { Workload } from '../comparison.ts';
import { benchSequencer, type SequencerPorts } from './bench-sequencer.ts';
import type { LogSystem } from './log-system.ts';
import { recordOne } from './recording.ts';
import { runBeside } from './run-beside.ts';

/** Accesses a second while the delay is measured. They come at their times, however long others take. */
export const ACCESSES_PER_SECOND = 200;

/** The same ports; `covered` is told which events leave the outbox, which is as soon as a published checkpoint covers them. */
const watched = (ports: SequencerPorts, covered: (eventIds: readonly string[]) => void): SequencerPorts => {
  const remove: WaitingEvents['remove'] = (tenant, eventIds) => {
    covered(eventIds);
    return ports.waiting.remove(tenant, eventIds);
  };
  return { ...ports, waiting: { ...ports.waiting, remove } };
};

/** Milliseconds from the beginning of each access until a published checkpoint covers its event. */
export const mergeDelays = async (
  system: LogSystem,
  { quick, progress }: Workload,
): Promise<readonly number[]> => {
  progress(`row 9: merge delay at ${ACCESSES_PER_SECOND} accesses a second`);
  const count = ACCESSES_PER_SECOND * (quick ? 5 : 30);
  const covered = new Map<string, number>();
  const ports = watched(system.ports, (eventIds) => {
    for (const eventId of eventIds) covered.set(eventId, performance.now());
  });
  const beside = runBeside(benchSequencer(ports));
  const start = performance.now();
  const accesses: Promise<{ readonly eventId: string; readonly beganAt: number }>[] = [];
  const access = async (beganAt: number) => ({ eventId: await recordOne(system), beganAt });
  while (accesses.length < count) {
    const beganAt = performance.now();
    const due = Math.min(count, ((beganAt - start) * ACCESSES_PER_SECOND) / 1_000);
    while (accesses.length < due) accesses.push(access(beganAt));
    await setTimeout(1_000 / ACCESSES_PER_SECOND);
  }
  const begun = await Promise.all(accesses);
  await beside.finish();
  return begun.map(({ eventId, beganAt }) => {
    const coveredAt = covered.get(eventId);
    if (coveredAt === undefined) throw new Error('an event of the bench did not come into the log');
    return coveredAt - beganAt;
  });
};
