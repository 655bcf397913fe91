import { z } from 'zod';
import type { AskApi } from './ask-api.ts';
import { signed } from './import-api.ts';

const exportId = z.string().regex(/^[0-9a-f]{32}$/);

const part = z.object({
  part: z.number(),
  bytes: z.number(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  rows: z.number(),
  isLast: z.boolean(),
});

const account = z.object({
  tenant: z.string(),
  state: z.enum(['asked', 'running', 'done', 'cancelled', 'expired']),
  rows: z.number(),
  parts: z.array(part),
  sealedKey: z.string().exactOptional(),
  digest: z.string().exactOptional(),
});

/** How far an export is, as the API says it. */
export type ExportAccount = Readonly<z.infer<typeof account>>;

/** Either it is released, or somebody else has to agree. */
const released = z.object({
  approvalId: z.string().exactOptional(),
  expiresAt: z.string().exactOptional(),
});

const EXPORTS = '/v1/registry/exports';

/** What the API answers about exports. */
export const exportApi = (ask: AskApi) => ({
  create: (body: object, idempotencyKey: string) =>
    ask({ method: 'POST', path: EXPORTS, body, idempotencyKey, answer: z.object({ exportId }) }),
  release: (id: string) => ask({ method: 'POST', path: `${EXPORTS}/${id}/release`, answer: released }),
  show: (id: string): Promise<ExportAccount> =>
    ask({ method: 'GET', path: `${EXPORTS}/${id}`, answer: account }),
  fetch: (id: string, number: number) =>
    ask({ method: 'POST', path: `${EXPORTS}/${id}/parts/${number}/fetch`, answer: signed }),
});

export type ExportApi = ReturnType<typeof exportApi>;
