import { route, type Route } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import { reportCsv, reportHtml, type ReportFormat, type SweepReport } from '../domain/index.ts';
import type { beginSweep } from '../usecases/begin-sweep.ts';
import type { HitPlace, listHits } from '../usecases/list-hits.ts';
import type { readSweep, SweepProgress } from '../usecases/read-sweep.ts';
import type { reportSweep } from '../usecases/report-sweep.ts';
import { beginSweepSpec, HIT_CURSOR, listHitsSpec, readSweepSpec, reportSweepSpec } from './sweep-specs.ts';

/** Has the parts of a sweep that was begun handed out. Said again it does nothing more. */
export type SweepStarter = (sweep: { readonly tenant: string; readonly sweepId: string }) => Promise<void>;

export interface SweepUsecases {
  readonly beginSweep: ReturnType<typeof beginSweep>;
  readonly readSweep: ReturnType<typeof readSweep>;
  readonly listHits: ReturnType<typeof listHits>;
  readonly reportSweep: ReturnType<typeof reportSweep>;
  readonly start: SweepStarter;
}

const progressView = ({ startedAt, finishedAt, ...progress }: SweepProgress) => ({
  ...progress,
  startedAt: rfc3339(startedAt),
  ...(finishedAt !== undefined && { finishedAt: rfc3339(finishedAt) }),
});

const cursorOf = ({ step, part, hits }: HitPlace): string => `${step}-${part}-${hits}`;

const placeOf = (cursor: string): HitPlace => {
  const { step, part = '', hits } = HIT_CURSOR.exec(cursor)?.groups ?? {};
  return { step: step === 'bucket' ? step : 'segment', part, hits: Number(hits) };
};

const WRITTEN: Readonly<
  Record<ReportFormat, { readonly mediaType: string; readonly write: (report: SweepReport) => string }>
> = {
  json: {
    mediaType: 'application/json',
    write: ({ startedAt, finishedAt, ...report }) =>
      JSON.stringify({
        ...report,
        startedAt: rfc3339(startedAt),
        ...(finishedAt !== undefined && { finishedAt: rfc3339(finishedAt) }),
      }),
  },
  csv: { mediaType: 'text/csv; charset=utf-8', write: reportCsv },
  html: { mediaType: 'text/html; charset=utf-8', write: reportHtml },
};

/** The routes of sweeps. */
export const sweepRoutes = (usecases: SweepUsecases): readonly Route[] => [
  route(beginSweepSpec, async ({ caller, seed }) => {
    const { sweepId, startedAt, receipt } = await usecases.beginSweep(caller, seed);
    // After the event is durable: whoever hears nothing asks again, and is answered the same sweep, which is started then.
    await usecases.start({ tenant: caller.principal.tenant, sweepId });
    return { body: { sweepId, startedAt: rfc3339(startedAt) }, receipt };
  }),
  route(readSweepSpec, async ({ caller, params }) => ({
    body: progressView(await usecases.readSweep({ tenant: caller.principal.tenant, ...params })),
  })),
  route(listHitsSpec, async ({ caller, params, query: { cursor, rule, limit } }) => {
    const { hits, next } = await usecases.listHits(
      { tenant: caller.principal.tenant, ...params },
      {
        limit,
        ...(rule !== undefined && { rule }),
        ...(cursor !== undefined && { after: placeOf(cursor) }),
      },
    );
    return {
      body: {
        hits: hits.map(({ numbers, ...hit }) => ({ ...hit, numbers: { ...numbers } })),
        ...(next !== undefined && { cursor: cursorOf(next) }),
      },
    };
  }),
  route(reportSweepSpec, async ({ caller, params, query: { format } }) => {
    const { mediaType, write } = WRITTEN[format];
    return {
      body: write(await usecases.reportSweep({ tenant: caller.principal.tenant, ...params })),
      mediaType,
      headers: { 'content-disposition': `attachment; filename="sweep-${params.sweepId}.${format}"` },
    };
  }),
];
