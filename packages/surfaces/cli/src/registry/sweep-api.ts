import { z } from 'zod';
import { answersAt, apiAt, type ApiAccess } from './ask-api.ts';

const SWEEPS = '/v1/registry/sweeps';

const begun = z.object({ sweepId: z.uuid() });

const step = z.object({ done: z.number(), of: z.number() });

const sweep = z.object({
  sweepId: z.uuid(),
  state: z.enum(['running', 'finished', 'failed']),
  startedAt: z.string(),
  finishedAt: z.string().exactOptional(),
  failure: z.string().exactOptional(),
  segments: step,
  buckets: step,
  people: z.number(),
  numbers: z.number(),
  hits: z.array(z.object({ rule: z.string(), count: z.number() })),
});

/** How far a sweep is, as the API says it. */
export type SweepAccount = Readonly<z.infer<typeof sweep>>;

/** What the API answers about sweeps. */
export const sweepApi = (address: string, access: ApiAccess) => {
  const [ask, answer] = [apiAt(address, access), answersAt(address, access)];
  return {
    begin: (idempotencyKey: string) => ask({ method: 'POST', path: SWEEPS, idempotencyKey, answer: begun }),
    show: (sweepId: string): Promise<SweepAccount> =>
      ask({ method: 'GET', path: `${SWEEPS}/${sweepId}`, answer: sweep }),
    report: async (sweepId: string, format: string): Promise<Uint8Array> => {
      const response = await answer({ method: 'GET', path: `${SWEEPS}/${sweepId}/report?format=${format}` });
      return new Uint8Array(await response.arrayBuffer());
    },
  };
};

export type SweepApi = ReturnType<typeof sweepApi>;
