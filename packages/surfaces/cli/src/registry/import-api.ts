import { IMPORT_KINDS } from '@temkin/subscriber/domain';
import { z } from 'zod';
import type { AskApi } from './ask-api.ts';

const created = z.object({
  importId: z.string().regex(/^[0-9a-f]{32}$/),
  tenant: z.string(),
  sealingKey: z.string(),
  partBytes: z.number(),
});

/** A signed request. */
export const signed = z.object({
  method: z.string(),
  url: z.string(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
});

/** Where an import or export failed. */
export const failedAt = z.object({
  step: z.string(),
  part: z.number().exactOptional(),
  row: z.number().exactOptional(),
  segment: z.string().exactOptional(),
});

const progress = z.object({
  state: z.enum(['open', 'running', 'done', 'cancelled', 'failed']),
  failure: z.string().exactOptional(),
  failedAt: failedAt.exactOptional(),
  rows: z.number(),
  rowsDone: z.number(),
  accepted: z.number(),
  amended: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
  grades: z.record(z.string(), z.number()),
  codes: z.array(z.object({ code: z.string(), count: z.number() })),
  fields: z.array(z.object({ field: z.string(), count: z.number() })),
  kind: z.enum(IMPORT_KINDS),
  rowsLookedUp: z.number().exactOptional(),
  segmentsWalked: z.number().exactOptional(),
  onlyInRegistry: z.number().exactOptional(),
});

/** How far an import is, as the API says it. */
export type ImportAccount = Readonly<z.infer<typeof progress>>;

const rejects = z.object({
  rejects: z.array(
    z.object({
      row: z.number(),
      faults: z.array(z.object({ code: z.string(), pointer: z.string() })),
    }),
  ),
  next: z.number().exactOptional(),
});

/** Rows that did not come in. */
export type RejectPage = Readonly<z.infer<typeof rejects>>;

const unmet = z.object({ subscriptionIds: z.array(z.string()), next: z.string().exactOptional() });

/** Numbers that the registry has and no row of a parity report named. */
export type UnmetPage = Readonly<z.infer<typeof unmet>>;

const IMPORTS = '/v1/registry/imports';

/** What the API answers about imports. */
export const importApi = (ask: AskApi) => ({
  create: (body: object, idempotencyKey: string) =>
    ask({ method: 'POST', path: IMPORTS, body, idempotencyKey, answer: created }),
  announce: (importId: string, body: object) =>
    ask({ method: 'POST', path: `${IMPORTS}/${importId}/parts`, body, answer: signed }),
  begin: (importId: string) =>
    ask({ method: 'POST', path: `${IMPORTS}/${importId}/begin`, answer: z.object({ rows: z.number() }) }),
  show: (importId: string): Promise<ImportAccount> =>
    ask({ method: 'GET', path: `${IMPORTS}/${importId}`, answer: progress }),
  rejects: (importId: string, after: number | undefined): Promise<RejectPage> =>
    ask({
      method: 'GET',
      path: `${IMPORTS}/${importId}/rejects${after === undefined ? '' : `?after=${after}`}`,
      answer: rejects,
    }),
  onlyInRegistry: (importId: string, after: string | undefined): Promise<UnmetPage> =>
    ask({
      method: 'GET',
      path: `${IMPORTS}/${importId}/only-in-registry${after === undefined ? '' : `?after=${after}`}`,
      answer: unmet,
    }),
});

export type ImportApi = ReturnType<typeof importApi>;
