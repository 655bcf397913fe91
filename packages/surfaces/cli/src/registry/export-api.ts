import { z } from 'zod';
import type { AskApi } from './ask-api.ts';
import { failedAt, signed } from './import-api.ts';

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
  state: z.enum(['asked', 'running', 'done', 'cancelled', 'expired', 'failed']),
  failure: z.string().exactOptional(),
  failedAt: failedAt.exactOptional(),
  rows: z.number(),
  partsWritten: z.number(),
  parts: z.array(part),
  cursor: z.string().exactOptional(),
  sealedKey: z.string().exactOptional(),
  digest: z.string().exactOptional(),
});

/** How far an export is, as the API says it, with some of its parts. */
export type ExportAccount = Readonly<z.infer<typeof account>>;

/** A part as it was written. */
export type ExportedPart = ExportAccount['parts'][number];

/** Either it is released, or somebody else has to agree. */
const released = z.object({
  approvalId: z.string().exactOptional(),
  expiresAt: z.string().exactOptional(),
});

const EXPORTS = '/v1/registry/exports';

/** Parts that are asked for at once. */
const PARTS_OF_A_PAGE = 1_000;

/** What the API answers about exports. */
export const exportApi = (ask: AskApi) => ({
  create: (body: object, idempotencyKey: string) =>
    ask({ method: 'POST', path: EXPORTS, body, idempotencyKey, answer: z.object({ exportId }) }),
  release: (id: string) => ask({ method: 'POST', path: `${EXPORTS}/${id}/release`, answer: released }),
  /** How far it is. */
  show: (id: string): Promise<ExportAccount> =>
    ask({ method: 'GET', path: `${EXPORTS}/${id}?limit=1`, answer: account }),
  /** All parts, a page after the other. */
  parts: async (id: string): Promise<readonly ExportedPart[]> => {
    const parts: ExportedPart[] = [];
    let behind: string | undefined = '';
    while (behind !== undefined) {
      const path: string = `${EXPORTS}/${id}?limit=${PARTS_OF_A_PAGE}${behind}`;
      const page: ExportAccount = await ask({ method: 'GET', path, answer: account });
      parts.push(...page.parts);
      behind = page.cursor === undefined ? undefined : `&cursor=${page.cursor}`;
    }
    return parts;
  },
  fetch: (id: string, number: number) =>
    ask({ method: 'POST', path: `${EXPORTS}/${id}/parts/${number}/fetch`, answer: signed }),
});

export type ExportApi = ReturnType<typeof exportApi>;
