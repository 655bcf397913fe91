import { INDEX_NAMES, type IndexName } from '@temkin/subscriber/domain';
import { z } from 'zod';
import type { AskApi } from './ask-api.ts';

const generation = z.object({
  generation: z.number(),
  bits: z.number().exactOptional(),
  holdersPerValue: z.number().exactOptional(),
  fit: z.enum(['fits', 'outgrown', 'too-few']).exactOptional(),
});

const index = z.object({
  index: z.enum(INDEX_NAMES),
  state: z.enum(['none', 'building', 'switching', 'purging', 'idle']),
  current: generation.exactOptional(),
  next: generation.exactOptional(),
  former: generation.exactOptional(),
  purgeFrom: z.string().exactOptional(),
  progress: z.object({ walk: z.enum(['build', 'purge']), done: z.number(), of: z.number() }).exactOptional(),
});

/** How far an index is, as the API says it. */
export type IndexAccount = Readonly<z.infer<typeof index>>;

const indexes = z.object({
  people: z.number(),
  holdersPerValue: z.number(),
  indexes: z.array(index).readonly(),
});

const INDEXES = '/v1/registry/indexes';

/** What the API answers about indexes. */
export const indexApi = (ask: AskApi) => ({
  list: () => ask({ method: 'GET', path: INDEXES, answer: indexes }),
  rebuild: (
    name: IndexName,
    body: { readonly generation: number; readonly expectedPeople?: number },
  ): Promise<IndexAccount> =>
    ask({ method: 'POST', path: `${INDEXES}/${name}/rebuild`, body, answer: index }),
});

export type IndexApi = ReturnType<typeof indexApi>;
