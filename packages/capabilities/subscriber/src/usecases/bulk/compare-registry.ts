import { newStep, SEGMENTS, type ImportPart } from '../../domain/index.ts';
import type { WorkedPart } from './import-part.ts';
import { meetRows } from './meet-rows.ts';
import type { ParityJob, ParitySurroundings } from './parity-surroundings.ts';
import { walkUnmet } from './walk-unmet.ts';
import { workLanes } from './work-lanes.ts';

/**
 * Finds which numbers the registry has and a file has not, once all rows of a parity report are compared: first all rows are looked up, part by part,
 * then the registry is walked, segment by segment. Each is gone on with where it was; nobody is opened.
 */
export const compareRegistry = (surroundings: ParitySurroundings) => {
  const { steps } = surroundings;
  const meet = meetRows(surroundings);
  const walk = walkUnmet(surroundings);

  return async (job: ParityJob, parts: readonly ImportPart[], isOver: () => boolean): Promise<WorkedPart> => {
    const seen = await steps.read(job, 'part');
    const met = await workLanes(
      parts.map((part) => ({
        part,
        step: seen.get(String(part.part)) ?? newStep('part', String(part.part)),
      })),
      isOver,
      async ({ part, step }, isStopped) =>
        step.isDone
          ? 'done'
          : meet(job, part, step, isStopped).catch((fault: unknown) => ({
              fault,
              at: { step: 'look-ups', part: part.part },
              mark: step.version,
            })),
    );
    if (met !== 'done') return met;
    const walked = await steps.read(job, 'segment');
    return workLanes(
      SEGMENTS.map((segment) => walked.get(segment) ?? newStep('segment', segment)),
      isOver,
      async (step, isStopped) =>
        step.isDone
          ? 'done'
          : walk(job, step, isStopped).catch((fault: unknown) => ({
              fault,
              at: { step: 'walk', segment: step.at },
              mark: step.version,
            })),
    );
  };
};
