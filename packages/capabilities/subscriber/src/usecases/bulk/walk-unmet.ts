import { HELD_STATES, type ParityStep } from '../../domain/index.ts';
import type { WorkedPart } from './import-part.ts';
import type { ParityJob, ParitySurroundings } from './parity-surroundings.ts';

/** Numbers that are put into one transaction, beside how far the segment is. */
const UNMET_LIMIT = 90;

/** Pages that are looked at before it is kept how far the segment is, unless there are as many numbers. */
const PAGES = 5;

/** What was come upon from somewhere in a segment on. */
interface Looked {
  readonly unmet: readonly string[];
  /** The last sort key that was seen to; absent at the end of the segment. */
  readonly after?: string;
}

/**
 * Walks the registry in a segment, and reports the numbers that somebody has there and that no row named. Opens nobody. Numbers and how far
 * it is are one transaction, so each is reported once, wherever it is cut off. At its end what was remembered of the segment's rows
 * is forgotten.
 */
export const walkUnmet = (surroundings: ParitySurroundings) => {
  const { people, imports, steps, met, unmet: reported } = surroundings;

  const look = async (
    tenant: string,
    { at: segment, after }: ParityStep,
    isMet: (subscriptionId: string) => boolean,
  ): Promise<Looked> => {
    const unmet: string[] = [];
    let behind = after;
    for (let pages = 0; pages < PAGES; pages += 1) {
      const { records, next } = await people.page(tenant, segment, behind);
      for (const { sort, subscription } of records) {
        if (subscription === undefined || !HELD_STATES.includes(subscription.standing.state)) continue;
        if (isMet(subscription.subscriptionId)) continue;
        unmet.push(subscription.subscriptionId);
        if (unmet.length === UNMET_LIMIT) return { unmet, after: sort };
      }
      if (next === undefined) return { unmet };
      behind = next;
    }
    return { unmet, ...(behind !== undefined && { after: behind }) };
  };

  return async (job: ParityJob, from: ParityStep, isOver: () => boolean): Promise<WorkedPart> => {
    const { tenant, expiresAtSeconds } = job;
    const isMet = await met.read(job, from.at);
    let step = from;
    while (!step.isDone) {
      if (isOver()) return 'unfinished';
      const { unmet, after } = await look(tenant, step, isMet);
      const to = {
        ...(after !== undefined && { after }),
        isDone: after === undefined,
        found: step.found + unmet.length,
      };
      const isKept = await steps.advance({ name: job, expiresAtSeconds }, step, to, [
        imports.stateCheck(job, 'running'),
        ...unmet.map((subscriptionId) => reported.putWrite(job, subscriptionId, expiresAtSeconds)),
      ]);
      if (!isKept) return 'left';
      step = { ...step, ...to, version: step.version + 1 };
    }
    while (!(await met.forgetSome(job, [step.at])));
    return 'done';
  };
};
