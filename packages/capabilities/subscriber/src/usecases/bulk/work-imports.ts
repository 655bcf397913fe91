import { daysAfter, inForce, type Caller } from '@temkin/kernel';
import {
  bulkDays,
  isResumable,
  NO_PROGRESS,
  type ImportPart,
  type MetFault,
  type RegistryImport,
} from '../../domain/index.ts';
import type { ImportName } from '../../store/imports.ts';
import { registryImporter } from './bulk-actors.ts';
import { clearEnded } from './clear-ended.ts';
import { compareRegistry } from './compare-registry.ts';
import { countStall } from './count-stall.ts';
import { endImport, type ImportEnd } from './end-import.ts';
import { importPart, type WorkedPart } from './import-part.ts';
import type { ParitySurroundings } from './parity-surroundings.ts';
import { takeTurns, type RunLimits } from './take-turns.ts';
import { workLanes } from './work-lanes.ts';

/** What a run of the worker came to. */
export interface WorkedImports {
  /** Imports that came to their end, by it. */
  readonly ended: number;
  /** Of those, which failed. */
  readonly failed: number;
  /** Whether there is more to do. */
  readonly remaining: boolean;
  /** What went wrong with imports: those that did not fail by it are tried again the next time. */
  readonly faults: readonly unknown[];
}

/**
 * Works off the imports of all tenants, until nothing is left or time is over: what is left the next run finds, row by row where this one
 * stopped. First those come to their end that were not begun in time, and what is left of ended ones is deleted; then those that were begun are worked
 * at in turn (`takeTurns`). One whose parts are not what was announced fails, and one that a fault keeps back does not keep others back: it is
 * tried again the next time, and fails where that goes on (`countStall`).
 */
export const workImports = (surroundings: ParitySurroundings) => {
  const { imports, parts, steps, met, clock } = surroundings;
  const bring = importPart(surroundings);
  const compare = compareRegistry(surroundings);
  const end = endImport(surroundings);
  const clear = clearEnded(surroundings);
  const isStuck = countStall(surroundings);

  /** How far it came, or why the import cannot come to a good end. */
  const workParts = async (
    caller: Caller,
    name: ImportName,
    known: RegistryImport,
    announced: readonly ImportPart[],
    isOver: () => boolean,
  ): Promise<WorkedPart> => {
    const keys = await imports.keys(name);
    if (keys === undefined) return 'left';
    let rows = 0;
    const all = announced.map((part) => {
      const rowsBefore = rows;
      rows += part.rows;
      return { part, rowsBefore };
    });
    const { kind, mode, expiresAtSeconds, form } = known;
    const job = { ...name, kind, mode, naming: keys.naming, expiresAtSeconds, keys, known };
    const undone = all.filter(({ part }) => part.rowsDone < part.rows);
    const worked = await workLanes(
      undone,
      isOver,
      ({ part, rowsBefore }, isStopped) => bring(caller, { ...job, rowsBefore }, part, isStopped),
      // Of two rows of a delta that say different things of one holder the later counts.
      kind === 'delta' ? 1 : undefined,
    );
    return worked === 'done' && kind === 'parity'
      ? compare({ ...name, form, keys, expiresAtSeconds }, announced, isOver)
      : worked;
  };

  /** What the event of a parity report's end says of the registry. */
  const flagsOf = async (name: ImportName): Promise<readonly string[]> => {
    const walked = [...(await steps.read(name, 'segment')).values()];
    return ['registry-walked', ...(walked.some(({ found }) => found > 0) ? ['only-in-registry'] : [])];
  };

  /** Ends what is over by itself, and deletes what is left of what has ended: what is `running` is to be worked at. */
  const settle = async (name: ImportName): Promise<'failed' | 'left' | 'running'> => {
    const { tenant, importId } = name;
    const known = await imports.find(name);
    if (known?.state === 'running') return 'running';
    if (known !== undefined && (known.state === 'open' || isResumable(known))) {
      const since = known.endedAt ?? known.createdAt;
      const until = daysAfter(since, inForce(bulkDays, since).value);
      if (clock.now() < until) return 'left';
      const failed = { state: 'failed', failure: 'expired' } as const;
      return (await end(registryImporter(tenant), tenant, known, failed)) === undefined ? 'left' : 'failed';
    }
    const isCleared = await clear({ of: 'import', tenant, id: importId }, known?.endedAt);
    const isForgotten = (known !== undefined && known.kind !== 'parity') || (await met.forgetSome(name));
    if (isCleared && isForgotten) await imports.forget(name);
    return 'left';
  };

  /** The end that an import has come to, or that there is none yet. */
  const worked = async (
    caller: Caller,
    name: ImportName,
    known: RegistryImport,
    isOver: () => boolean,
  ): Promise<ImportEnd | 'left' | 'unfinished' | MetFault> => {
    let mark = known.version;
    try {
      const announced = await parts.all(name);
      mark = announced.reduce((sum, { version }) => sum + version, mark);
      const come = await workParts(caller, name, known, announced, isOver);
      if (come === 'done')
        return { state: 'done', flags: known.kind === 'parity' ? await flagsOf(name) : [] };
      return typeof come === 'object' && 'failure' in come ? { state: 'failed', ...come } : come;
    } catch (fault) {
      return { fault, at: { step: 'whole' }, mark };
    }
  };

  const workImport = async (
    name: ImportName,
    isOver: () => boolean,
    faults: unknown[],
  ): Promise<'ended' | 'failed' | 'left' | 'unfinished'> => {
    const caller = registryImporter(name.tenant);
    const known = await imports.find(name);
    if (known?.state !== 'running') return 'left';
    let come = await worked(caller, name, known, isOver);
    if (typeof come === 'object' && 'fault' in come) {
      faults.push(come.fault);
      if (!(await isStuck(known, come, (stalls) => imports.keepStalls(name, stalls)))) return 'left';
      come = { state: 'failed', failure: NO_PROGRESS, at: come.at };
    }
    if (typeof come === 'string') return come;
    if ((await end(caller, name.tenant, known, come)) === undefined) return 'left';
    return come.state === 'failed' ? 'failed' : 'ended';
  };

  return async (limits: RunLimits): Promise<WorkedImports> => {
    const isOver = (): boolean =>
      limits.signal?.aborted === true || clock.now() >= limits.deadlineMilliseconds;
    const faults: unknown[] = [];
    const running: ImportName[] = [];
    let [ended, failed, remaining] = [0, 0, false];
    const tried = async <Came extends string>(work: () => Promise<Came>): Promise<Came | 'fault'> => {
      try {
        const came = await work();
        if (came === 'ended' || came === 'failed') ended += 1;
        if (came === 'failed') failed += 1;
        return came;
      } catch (error) {
        faults.push(error);
        return 'fault';
      }
    };
    // Ends wait behind nothing that is long.
    for await (const name of imports.allOpen()) {
      if (isOver()) {
        remaining = true;
        break;
      }
      if ((await tried(() => settle(name))) === 'running') running.push(name);
    }
    const left = await takeTurns(running, surroundings, limits, async (name, isTurnOver) =>
      (await tried(() => workImport(name, isTurnOver, faults))) === 'unfinished' ? 'again' : 'over',
    );
    return { ended, failed, remaining: remaining || left.length > 0 || faults.length > 0, faults };
  };
};
