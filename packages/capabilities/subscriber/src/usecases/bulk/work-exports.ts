import { daysAfter, inForce, toHex, utf8 } from '@temkin/kernel';
import { bulkDays, exportAccountDays, exportDigestText } from '../../domain/index.ts';
import type { ExportName, KeptExport } from '../../store/exports.ts';
import { registryExporter } from './bulk-actors.ts';
import { endExport } from './end-export.ts';
import { exportPart } from './export-part.ts';
import {
  digestResource,
  exportDraft,
  exportResource,
  type ExportSurroundings,
} from './export-surroundings.ts';
import type { RunLimits } from './work-imports.ts';

/** What a run of the worker came to. */
export interface WorkedExports {
  /** Exports that can be fetched from now on, by it. */
  readonly done: number;
  /** Of which nothing is left from now on: not released, or fetched, in time. */
  readonly expired: number;
  /** Whether there is more to do. */
  readonly remaining: boolean;
  /** What went wrong with exports that are tried again the next time. */
  readonly faults: readonly unknown[];
}

/**
 * Writes the exports of all tenants that two people have released, part by part, until nothing is left or time is over; and has those expire that were
 * not released in time, or were there to be fetched for long enough. One that a fault keeps back does not keep others back.
 */
export const workExports = (surroundings: ExportSurroundings) => {
  const { recorder, exports, exportParts, sha256, clock } = surroundings;
  const write = exportPart(surroundings);
  const end = endExport(surroundings);

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

  const workExport = async (
    name: ExportName,
    isOver: () => boolean,
  ): Promise<'done' | 'expired' | 'left' | 'unfinished'> => {
    const { tenant } = name;
    const caller = registryExporter(tenant);
    for (;;) {
      const known = await exports.find(name);
      if (known === undefined) {
        await exports.forget(name);
        return 'left';
      }
      const until =
        known.fetchedUntil ?? daysAfter(known.createdAt, inForce(bulkDays, known.createdAt).value);
      if (known.state !== 'running' && clock.now() >= until)
        return (await end(caller, tenant, known, 'expired')) === undefined ? 'left' : 'expired';
      if (known.state !== 'running') return 'left';
      const { at } = known;
      if (at === undefined) return (await finish(tenant, known)) ? 'done' : 'left';
      const key = await exports.key(name);
      if (key === undefined) return 'left';
      const written = await write(caller, tenant, { ...known, at }, key, isOver);
      if (written !== 'written') return written;
    }
  };

  return async ({ deadlineMilliseconds, signal }: RunLimits): Promise<WorkedExports> => {
    const isOver = (): boolean => signal?.aborted === true || clock.now() >= deadlineMilliseconds;
    const faults: unknown[] = [];
    let [done, expired, remaining] = [0, 0, false];
    for await (const name of exports.allOpen()) {
      if (isOver()) {
        remaining = true;
        break;
      }
      try {
        const came = await workExport(name, isOver);
        if (came === 'done') done += 1;
        if (came === 'expired') expired += 1;
        remaining ||= came === 'unfinished';
      } catch (error) {
        faults.push(error);
      }
    }
    return { done, expired, remaining: remaining || faults.length > 0, faults };
  };
};
