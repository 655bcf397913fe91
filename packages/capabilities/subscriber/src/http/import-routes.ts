import { route, type Route } from '@temkin/http';
import { rfc3339, toBase64 } from '@temkin/kernel';
import type { SignedRequest } from '../domain/index.ts';
import type { announcePart } from '../usecases/bulk/announce-part.ts';
import type { beginImport } from '../usecases/bulk/begin-import.ts';
import type { cancelImport } from '../usecases/bulk/cancel-import.ts';
import type { createImport } from '../usecases/bulk/create-import.ts';
import type { ImportProgress, listRejects, listUnmet, showImport } from '../usecases/bulk/show-import.ts';
import {
  announcePartSpec,
  beginImportSpec,
  cancelImportSpec,
  createImportSpec,
  listRejectsSpec,
  listUnmetSpec,
  showImportSpec,
} from './import-specs.ts';

export interface ImportUsecases {
  readonly createImport: ReturnType<typeof createImport>;
  readonly announcePart: ReturnType<typeof announcePart>;
  readonly beginImport: ReturnType<typeof beginImport>;
  readonly showImport: ReturnType<typeof showImport>;
  readonly listRejects: ReturnType<typeof listRejects>;
  readonly listUnmet: ReturnType<typeof listUnmet>;
  readonly cancelImport: ReturnType<typeof cancelImport>;
}

/** A signed request as it is answered. */
export const signedView = ({ method, url, headers, endsAt }: SignedRequest) => ({
  method,
  url,
  headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
  endsAt: rfc3339(endsAt),
});

const inOrder = (counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] =>
  Object.entries(counts).toSorted(([one], [other]) => (one < other ? -1 : 1));

const importView = ({ known, counts, rows, rowsDone, partsAnnounced, walked }: ImportProgress) => ({
  importId: known.importId,
  format: known.form.format,
  mode: known.mode,
  kind: known.kind,
  state: known.state,
  ...(known.failure !== undefined && { failure: known.failure }),
  ...(known.failedAt !== undefined && { failedAt: known.failedAt }),
  createdAt: rfc3339(known.createdAt),
  ...(known.begunAt !== undefined && { begunAt: rfc3339(known.begunAt) }),
  ...(known.endedAt !== undefined && { endedAt: rfc3339(known.endedAt) }),
  parts: partsAnnounced,
  rows,
  rowsDone,
  accepted: counts.accepted,
  amended: counts.amended,
  unchanged: counts.unchanged,
  rejected: counts.rejected,
  grades: { severe: 0, moderate: 0, slight: 0, ...counts.grades },
  codes: inOrder(counts.codes).map(([code, count]) => ({ code, count })),
  fields: inOrder(counts.fields).map(([field, count]) => ({ field, count })),
  ...(walked !== undefined && {
    rowsLookedUp: walked.rows,
    segmentsWalked: walked.segments,
    onlyInRegistry: walked.found,
  }),
});

/** The routes of imports. */
export const importRoutes = (usecases: ImportUsecases): readonly Route[] => [
  route(createImportSpec, async ({ caller, body, seed }) => {
    const { mode, kind } = body;
    const form =
      body.format === 'csv' ? { format: body.format, columns: body.columns } : { format: body.format };
    const { importId, sealingKey, partBytes, receipt } = await usecases.createImport(
      caller,
      { form, mode, kind },
      seed,
    );
    const { tenant } = caller.principal;
    return { body: { importId, tenant, sealingKey: toBase64(sealingKey), partBytes }, receipt };
  }),
  route(announcePartSpec, async ({ caller, params, body }) => {
    const { upload, receipt } = await usecases.announcePart(caller, { ...params, ...body });
    return { body: signedView(upload), receipt };
  }),
  route(beginImportSpec, async ({ caller, params }) => {
    const { importId, parts, rows, receipt } = await usecases.beginImport(caller, params.importId);
    return { body: { importId, parts, rows }, receipt };
  }),
  route(showImportSpec, async ({ caller, params }) => ({
    body: importView(await usecases.showImport(caller, params.importId)),
  })),
  route(listRejectsSpec, async ({ caller, params, query }) => {
    const { rejects, next } = await usecases.listRejects(caller, params.importId, query.after);
    return {
      body: {
        rejects: rejects.map(({ row, faults }) => ({ row, faults: [...faults] })),
        ...(next !== undefined && { next }),
      },
    };
  }),
  route(listUnmetSpec, async ({ caller, params, query }) => {
    const { subscriptionIds, next } = await usecases.listUnmet(caller, params.importId, query.after);
    return { body: { subscriptionIds: [...subscriptionIds], ...(next !== undefined && { next }) } };
  }),
  route(cancelImportSpec, async ({ caller, params }) => {
    const { receipt } = await usecases.cancelImport(caller, params.importId);
    return { body: { importId: params.importId }, receipt };
  }),
];
