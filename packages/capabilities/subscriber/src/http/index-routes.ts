import { route, type Route } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import type { rebuildIndex } from '../usecases/rebuild-index.ts';
import type { ShownGeneration, ShownIndex, showIndexes } from '../usecases/show-indexes.ts';
import { listIndexesSpec, rebuildIndexSpec } from './index-specs.ts';

export interface IndexUsecases {
  readonly showIndexes: ReturnType<typeof showIndexes>;
  readonly rebuildIndex: ReturnType<typeof rebuildIndex>;
}

const generationView = ({ number: generation, ...of }: ShownGeneration) => ({ generation, ...of });

const indexView = ({ current, next, former, purgeFrom, ...index }: ShownIndex) => ({
  ...index,
  ...(current !== undefined && { current: generationView(current) }),
  ...(next !== undefined && { next: generationView(next) }),
  ...(former !== undefined && { former: generationView(former) }),
  ...(purgeFrom !== undefined && { purgeFrom: rfc3339(purgeFrom) }),
});

/** The routes of indexes. */
export const indexRoutes = (usecases: IndexUsecases): readonly Route[] => [
  route(listIndexesSpec, async ({ caller }) => {
    const { indexes, ...registry } = await usecases.showIndexes(caller.principal.tenant);
    return { body: { ...registry, indexes: indexes.map(indexView) } };
  }),
  route(rebuildIndexSpec, async ({ caller, params, body }) => ({
    body: indexView(await usecases.rebuildIndex(caller, { ...params, ...body })),
  })),
];
