import { daysAfter, inForce, toHex, utf8 } from '@temkin/kernel';
import {
  bulkDays,
  exportAccountDays,
  exportDigestText,
  NO_PROGRESS,
  type BulkPlace,
} from '../../domain/index.ts';
import type { ExportName, KeptExport } from '../../store/exports.ts';
import type { Read } from '../../store/record-item.ts';
import { registryExporter } from './bulk-actors.ts';
import { clearEnded } from './clear-ended.ts';
import { countStall } from './count-stall.ts';
import { endExport } from './end-export.ts';
import { exportPart, type WrittenPart } from './export-part.ts';
import {
  digestResource,
  exportDraft,
  exportResource,
  type ExportSurroundings,
} from './export-surroundings.ts';
import { takeTurns, type RunLimits } from './take-turns.ts';

/** What a run of the worker came to. */
export interface WorkedExports {
  /** Exports that can be fetched from now on, by it. */
  readonly done: number;
  /** Of which nothing is left from now on: not released, or fetched, in time. */
  readonly expired: number;
  /** Of which nothing is left either: a fault kept them back for too many runs. */
  readonly failed: number;
  /** Whether there is more to do. */
  readonly remaining: boolean;
  /** What went wrong with exports: those that did not fail by it are tried again the next time. */
  readonly faults: readonly unknown[];
}

/**
 * First has those exports of all tenants expire that were not released in time, or were there to be fetched for long enough, and deletes what is left
 * of ended ones; then writes those that two people have released in turn (`takeTurns`), part by part, until nothing is left or time is over. One
 * that a fault keeps back does not keep others back: it is tried again the next time, and fails where that goes on (`countStall`).
 */
export const workExports = (surroundings: ExportSurroundings) => {
  const { recorder, exports, exportParts, sha256, clock } = surroundings;
  const write = exportPart(surroundings);
  const end = endExport(surroundings);
  const clear = clearEnded(surroundings);
  const isStuck = countStall(surroundings);

  /** All is written: its key is destroyed, and it can be fetched. */
  const finish = async (tenant: string, known: KeptExport): Promise<boolean> => {
    const { exportId, version } = known;
    const parts = await exportParts.all({ tenant, exportId });
    const digest = toHex(await sha256(utf8(exportDigestText(parts))));
    const endedAt = clock.now();
    const [fetched, kept] = [inForce(bulkDays, endedAt), inForce(exportAccountDays, endedAt)];
    const recorded = await recorder.commit(
      registryExporter(tenant),
      {
        ...exportDraft(known),
        change: 'done',
        resources: [exportResource(exportId), digestResource(digest)],
        policies: [fetched.id, kept.id],
      },
      {
        writes: (receipt) =>
          exports.finishWrites(
            { tenant, exportId, version },
            {
              endedAt,
              fetchedUntil: daysAfter(endedAt, fetched.value),
              digest,
              expiresAtSeconds: Math.floor(daysAfter(endedAt, kept.value) / 1_000),
            },
            receipt,
          ),
      },
    );
    return recorded.outcome === 'committed';
  };

  /** Ends what is over by itself, and deletes what is left of what has ended: what is `running` is to be written. */
  const settle = async (name: ExportName): Promise<'expired' | 'left' | 'running'> => {
    const { tenant, exportId } = name;
    const known = await exports.find(name);
    if (known?.state === 'running') return 'running';
    if (known?.state === 'asked' || known?.state === 'done') {
      const until =
        known.fetchedUntil ?? daysAfter(known.createdAt, inForce(bulkDays, known.createdAt).value);
      if (clock.now() < until) return 'left';
      const receipt = await end(registryExporter(tenant), tenant, known, { state: 'expired' });
      return receipt === undefined ? 'left' : 'expired';
    }
    if (await clear({ of: 'export', tenant, id: exportId }, known?.endedAt)) await exports.forget(name);
    return 'left';
  };

  const workStep = async (
    name: ExportName,
    known: Read<KeptExport>,
    isOver: () => boolean,
  ): Promise<WrittenPart | 'done'> => {
    const { tenant } = name;
    const { at } = known;
    if (at === undefined) return (await finish(tenant, known)) ? 'done' : 'left';
    const key = await exports.key(name);
    return key === undefined
      ? 'left'
      : write(registryExporter(tenant), tenant, { ...known, at }, key, isOver);
  };

  const workExport = async (
    name: ExportName,
    isOver: () => boolean,
    faults: unknown[],
  ): Promise<'done' | 'failed' | 'left' | 'unfinished'> => {
    const { tenant } = name;
    for (;;) {
      const known = await exports.find(name);
      if (known?.state !== 'running') return 'left';
      try {
        const written = await workStep(name, known, isOver);
        if (written !== 'written') return written;
      } catch (fault) {
        faults.push(fault);
        const { at: place, version: mark } = known;
        const at: BulkPlace =
          place === undefined
            ? { step: 'whole' }
            : { step: 'pages', part: known.parts + 1, segment: place.segment };
        const met = { fault, at, mark };
        if (!(await isStuck(known, met, (stalls) => exports.keepStalls(name, stalls)))) return 'left';
        const failed = { state: 'failed', failure: NO_PROGRESS, at } as const;
        const receipt = await end(registryExporter(tenant), tenant, known, failed);
        return receipt === undefined ? 'left' : 'failed';
      }
    }
  };

  return async (limits: RunLimits): Promise<WorkedExports> => {
    const isOver = (): boolean =>
      limits.signal?.aborted === true || clock.now() >= limits.deadlineMilliseconds;
    const faults: unknown[] = [];
    const running: ExportName[] = [];
    let [done, expired, failed, remaining] = [0, 0, 0, false];
    const tried = async <Came extends string>(work: () => Promise<Came>): Promise<Came | 'fault'> => {
      try {
        const came = await work();
        if (came === 'done') done += 1;
        if (came === 'expired') expired += 1;
        if (came === 'failed') failed += 1;
        return came;
      } catch (error) {
        faults.push(error);
        return 'fault';
      }
    };
    // What is over waits behind nothing that is long.
    for await (const name of exports.allOpen()) {
      if (isOver()) {
        remaining = true;
        break;
      }
      if ((await tried(() => settle(name))) === 'running') running.push(name);
    }
    const left = await takeTurns(running, surroundings, limits, async (name, isTurnOver) =>
      (await tried(() => workExport(name, isTurnOver, faults))) === 'unfinished' ? 'again' : 'over',
    );
    return { done, expired, failed, remaining: remaining || left.length > 0 || faults.length > 0, faults };
  };
};
