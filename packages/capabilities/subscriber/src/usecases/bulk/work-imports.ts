import { daysAfter, inForce, type Caller } from '@temkin/kernel';
import { bulkDays, type ImportFailure, type RegistryImport } from '../../domain/index.ts';
import type { ImportName } from '../../store/imports.ts';
import { inFlight } from '../in-flight.ts';
import { registryImporter } from './bulk-actors.ts';
import { endImport } from './end-import.ts';
import { importPart, type WorkedPart } from './import-part.ts';
import type { ImportSurroundings } from './import-surroundings.ts';

/** Parts of an import that one worker is at, each in memory, sealed and open: it waits for the store half of the time. */
const LANES = 4;

/** What a run of the worker came to. */
export interface WorkedImports {
  /** Imports that came to their end, by it. */
  readonly ended: number;
  /** Of those, which failed. */
  readonly failed: number;
  /** Whether there is more to do. */
  readonly remaining: boolean;
  /** What went wrong with imports that are tried again the next time. */
  readonly faults: readonly unknown[];
}

/** Until when a run begins with something. */
export interface RunLimits {
  readonly deadlineMilliseconds: number;
  readonly signal?: AbortSignal;
}

/**
 * Works off the imports of all tenants, until nothing is left or time is over: what is left the next run finds, row by row where this one
 * stopped. One that was not begun in time comes to its end, and one whose parts are not what was announced fails; one that a fault keeps
 * back does not keep others back.
 */
export const workImports = (surroundings: ImportSurroundings) => {
  const { imports, parts, clock } = surroundings;
  const work = importPart(surroundings);
  const end = endImport(surroundings);

  /** Why an import cannot come to a good end; undefined where all its parts are worked off, or time is over. */
  const workParts = async (
    caller: Caller,
    name: ImportName,
    known: RegistryImport,
    isOver: () => boolean,
  ): Promise<WorkedPart> => {
    const keys = await imports.keys(name);
    if (keys === undefined) return 'left';
    let rows = 0;
    const all = (await parts.all(name)).map((part) => {
      const rowsBefore = rows;
      rows += part.rows;
      return { part, rowsBefore };
    });
    const undone = all.filter(({ part }) => part.rowsDone < part.rows);
    let stopped: WorkedPart = 'done';
    // Of two rows of a delta that say different things of one holder the later counts.
    await inFlight(known.kind === 'delta' ? 1 : LANES, undone, async ({ part, rowsBefore }) => {
      if (stopped !== 'done') return;
      const job = {
        ...name,
        kind: known.kind,
        mode: known.mode,
        naming: keys.naming,
        expiresAtSeconds: known.expiresAtSeconds,
        keys,
        known,
        rowsBefore,
      };
      const worked = await work(caller, job, part, () => isOver() || stopped !== 'done');
      if (worked !== 'done' && (stopped === 'done' || stopped === 'unfinished')) stopped = worked;
    });
    return stopped;
  };

  const workImport = async (
    name: ImportName,
    isOver: () => boolean,
  ): Promise<'ended' | 'failed' | 'left'> => {
    const caller = registryImporter(name.tenant);
    const known = await imports.find(name);
    if (known === undefined) {
      await imports.forget(name);
      return 'left';
    }
    const fail = async (failure: ImportFailure): Promise<'failed' | 'left'> =>
      (await end(caller, name.tenant, known, { state: 'failed', failure })) === undefined ? 'left' : 'failed';
    if (known.state === 'open') {
      const { value } = inForce(bulkDays, known.createdAt);
      return clock.now() < daysAfter(known.createdAt, value) ? 'left' : fail('expired');
    }
    const worked = await workParts(caller, name, known, isOver);
    switch (worked) {
      case 'done':
        return (await end(caller, name.tenant, known, { state: 'done' })) === undefined ? 'left' : 'ended';
      case 'unfinished':
      case 'left':
        return 'left';
      default:
        return fail(worked);
    }
  };

  return async ({ deadlineMilliseconds, signal }: RunLimits): Promise<WorkedImports> => {
    const isOver = (): boolean => signal?.aborted === true || clock.now() >= deadlineMilliseconds;
    const faults: unknown[] = [];
    let [ended, failed, remaining] = [0, 0, false];
    for await (const name of imports.allOpen()) {
      if (isOver()) {
        remaining = true;
        break;
      }
      try {
        const came = await workImport(name, isOver);
        if (came !== 'left') ended += 1;
        if (came === 'failed') failed += 1;
        remaining ||= came === 'left' && isOver();
      } catch (error) {
        faults.push(error);
      }
    }
    return { ended, failed, remaining: remaining || faults.length > 0, faults };
  };
};
