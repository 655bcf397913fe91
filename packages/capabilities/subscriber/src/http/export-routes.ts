import { pendingAnswer, route, type Route } from '@temkin/http';
import { fromBase64Url, rfc3339, toBase64, toBase64Url } from '@temkin/kernel';
import type { askExport } from '../usecases/bulk/ask-export.ts';
import type { cancelExport } from '../usecases/bulk/end-export.ts';
import type { fetchExportPart } from '../usecases/bulk/fetch-export-part.ts';
import type { releaseExport } from '../usecases/bulk/release-export.ts';
import type { ExportAccount, showExport } from '../usecases/bulk/show-export.ts';
import {
  askExportSpec,
  cancelExportSpec,
  fetchExportPartSpec,
  releaseExportSpec,
  showExportSpec,
} from './export-specs.ts';
import { signedView } from './import-routes.ts';

export interface ExportUsecases {
  readonly askExport: ReturnType<typeof askExport>;
  readonly releaseExport: ReturnType<typeof releaseExport>;
  readonly showExport: ReturnType<typeof showExport>;
  readonly fetchExportPart: ReturnType<typeof fetchExportPart>;
  readonly cancelExport: ReturnType<typeof cancelExport>;
}

const exportView = (tenant: string, { known, content, parts, next }: ExportAccount) => ({
  exportId: known.exportId,
  tenant,
  numbers: known.numbers,
  purpose: known.purpose,
  ground: known.ground,
  recipient: content.recipient,
  reference: content.reference,
  recipientKey: toBase64Url(known.recipientKey),
  fields: known.fields,
  state: known.state,
  ...(known.failure !== undefined && { failure: known.failure }),
  ...(known.failedAt !== undefined && { failedAt: known.failedAt }),
  askedBy: known.askedBy,
  createdAt: rfc3339(known.createdAt),
  ...(known.releasedAt !== undefined && { releasedAt: rfc3339(known.releasedAt) }),
  ...(known.endedAt !== undefined && { endedAt: rfc3339(known.endedAt) }),
  ...(known.fetchedUntil !== undefined && { fetchedUntil: rfc3339(known.fetchedUntil) }),
  rows: known.rows,
  partsWritten: known.parts,
  parts: parts.map((part) => ({ ...part })),
  ...(next !== undefined && { cursor: String(next) }),
  ...(known.sealedKey !== undefined && { sealedKey: toBase64(known.sealedKey) }),
  ...(known.digest !== undefined && { digest: known.digest }),
});

/** The routes of exports. */
export const exportRoutes = (usecases: ExportUsecases): readonly Route[] => [
  route(askExportSpec, async ({ caller, body, seed }) => {
    // Of one that is no base64url, nothing can be sealed to it either.
    const recipientKey = fromBase64Url(body.recipientKey) ?? new Uint8Array();
    const { exportId, receipt } = await usecases.askExport(caller, { ...body, recipientKey }, seed);
    return { body: { exportId }, receipt };
  }),
  route(releaseExportSpec, async ({ caller, params }) => {
    const released = await usecases.releaseExport(caller, params.exportId);
    if (released.state === 'pending') return pendingAnswer(released);
    return { body: { exportId: released.exportId }, receipt: released.receipt };
  }),
  route(showExportSpec, async ({ caller, params, query: { limit, cursor } }) => {
    const account = await usecases.showExport(caller, params.exportId, {
      limit,
      ...(cursor !== undefined && { after: Number(cursor) }),
    });
    return { body: exportView(caller.principal.tenant, account), receipt: account.receipt };
  }),
  route(fetchExportPartSpec, async ({ caller, params }) => {
    const { download, receipt } = await usecases.fetchExportPart(caller, params);
    return { body: signedView(download), receipt };
  }),
  route(cancelExportSpec, async ({ caller, params }) => {
    const { receipt } = await usecases.cancelExport(caller, params.exportId);
    return { body: { exportId: params.exportId }, receipt };
  }),
];
