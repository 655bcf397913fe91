import type { Item, StoredItem, TableName } from '@temkin/storage';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { fromCanonicalJson, toCanonicalJson } from './canonical-json.ts';

/** The most a chunk may hold before it is packed, in bytes: what a reader must be ready for. */
export const CHUNK_LIMIT_BYTES = 8 * 1_024 * 1_024;

/** How much a writer puts into one: little enough for a slow line to S3, where a write is given seconds. */
const WRITTEN_BYTES = 2 * 1_024 * 1_024;

/** Items of one table, packed: gzip (RFC 1952) over a line of canonical JSON per item. */
export interface Chunk {
  readonly bytes: Uint8Array;
  readonly items: number;
}

const lineOf = ({ key: { partition, sort }, item }: StoredItem): Buffer =>
  Buffer.from(`${toCanonicalJson({ partition, sort, item })}\n`);

const pack = async (lines: readonly Buffer[]): Promise<Chunk> => ({
  bytes: await promisify(gzip)(Buffer.concat(lines)),
  items: lines.length,
});

/** Packs items into chunks as they come. What is sealed stays sealed: items are copied, never opened. */
export async function* packChunks(
  pages: AsyncIterable<readonly StoredItem[]>,
  limitBytes = WRITTEN_BYTES,
): AsyncGenerator<Chunk> {
  let lines: Buffer[] = [];
  let size = 0;
  for await (const page of pages)
    for (const stored of page) {
      const line = lineOf(stored);
      if (size > 0 && size + line.length > limitBytes) {
        yield await pack(lines);
        lines = [];
        size = 0;
      }
      lines.push(line);
      size += line.length;
    }
  if (lines.length > 0) yield await pack(lines);
}

/** The items of a chunk. Throws where its bytes are none of ours, or unpack to more than a chunk holds. */
export const unpackChunk = async (table: TableName, bytes: Uint8Array): Promise<readonly StoredItem[]> => {
  const text = await promisify(gunzip)(bytes, { maxOutputLength: CHUNK_LIMIT_BYTES });
  return text
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { partition, sort, item } = fromCanonicalJson(line) as {
        readonly partition: string;
        readonly sort: string;
        readonly item: Item;
      };
      return { key: { table, partition, sort }, item };
    });
};
