import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { INDEX_NAMES } from '../domain/index.ts';

/** Indexes are of everybody. */
const access = { scope: 'registry:admin', roles: ['security-officer'] } as const;

const tag = 'Indexes of the registry';

const count = z.int().min(0);

const generationNumber = z.int().min(1).max(1_000_000_000);

const generation = once(() =>
  z
    .strictObject({
      generation: generationNumber.meta({ description: 'Counts from 1. Each has a key of its own.' }),
      bits: count
        .exactOptional()
        .meta({ description: 'Of its hashes; absent where they are of full length.' }),
      holdersPerValue: z
        .number()
        .min(0)
        .exactOptional()
        .meta({ description: 'People who are expected to share a value, of those there are.' }),
      fit: z.enum(['fits', 'outgrown', 'too-few']).exactOptional().meta({
        description:
          '`outgrown`: so many share a value that it is to be made anew. `too-few`: fewer do than are to, for fewer people came than it was made for.',
      }),
    })
    .meta({ id: 'RegistryIndexGeneration' }),
);

const registryIndex = once(() =>
  z
    .strictObject({
      index: z.enum(INDEX_NAMES),
      state: z
        .enum(['none', 'building', 'switching', 'purging', 'idle'])
        .meta({ description: '`none`: it was never begun.' }),
      current: generation().exactOptional().meta({ description: 'What is searched.' }),
      next: generation().exactOptional().meta({ description: 'What is being made.' }),
      former: generation().exactOptional().meta({ description: 'What is deleted.' }),
      purgeFrom: z.iso
        .datetime()
        .exactOptional()
        .meta({ description: 'From when on its entries are deleted.' }),
      progress: z
        .strictObject({ walk: z.enum(['build', 'purge']), done: count, of: count })
        .exactOptional()
        .meta({ description: 'Of the walk that is under way: segments of people that it is done with.' }),
    })
    .meta({ id: 'RegistryIndex' }),
);

export const listIndexesSpec = routeSpec({
  method: 'GET',
  path: '/v1/registry/indexes',
  action: 'registry.index',
  tag,
  summary: 'List the indexes that people are found by',
  description: 'How far each is made, and whether it suits how many people there are.',
  access,
  success: {
    status: 200,
    description: 'All of them.',
    body: () =>
      z
        .strictObject({
          people: count.meta({ description: 'About how many there are.' }),
          holdersPerValue: count.meta({
            description: 'So many people at least are to share a value of a truncated index.',
          }),
          indexes: z.array(registryIndex()).readonly(),
        })
        .meta({ id: 'RegistryIndexes' }),
  },
  problems: [],
});

export const rebuildIndexSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/indexes/{index}/rebuild',
  action: 'registry.index',
  tag,
  summary: 'Make an index, or make it anew',
  description:
    'Under a new key, and in as many bits as suit the people there are or are expected. It is worked off by itself; meanwhile people are ' +
    'found by what was there before. `generation` is the one that is wanted: one more than the newest, 1 of an index that was never begun. ' +
    'What is there, or being made, is begun no second time.',
  access,
  params: () => z.strictObject({ index: z.enum(INDEX_NAMES) }),
  body: () =>
    z
      .strictObject({
        generation: generationNumber,
        expectedPeople: z
          .int()
          .min(0)
          .max(1_000_000_000)
          .exactOptional()
          .meta({ description: 'Where more are about to come than there are.' }),
      })
      .meta({ id: 'WishedRegistryIndex' }),
  success: { status: 202, description: 'How far it is.', body: registryIndex },
  problems: ['SUBSCRIBER.INDEX_BUSY', 'SUBSCRIBER.INDEX_GENERATION', 'SUBSCRIBER.CHANGED'],
});

/** The specifications of the routes of indexes. */
export const indexSpecs = [listIndexesSpec, rebuildIndexSpec];
