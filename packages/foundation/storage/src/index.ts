export { checkBlobName, checkBlobPrefix, isBlobName, type Blobs, type StoredBlob } from './blobs.ts';
export { classifications, type Classification } from './classification.ts';
export { itemBytes } from './item-bytes.ts';
export { keyOf, partsOf } from './key.ts';
export { neverSent, persistently, type Failure, type Pace } from './persistence.ts';
export { publicCounts, type Counted, type PublicCounts } from './public-counts.ts';
export { bytesOf, numberOf, optional, textOf, textsOf } from './read-item.ts';
export { relyOn, stillHolds } from './relied-on.ts';
export type { LostSince, Restoration, StoredItem } from './restoration.ts';
export { TABLE_NAMES, tables, type ItemKind, type TableName, type TableSchema } from './schema.ts';
export {
  TRANSACTION_LIMIT,
  type Attribute,
  type Clause,
  type Condition,
  type Item,
  type Key,
  type Page,
  type RangeQuery,
  type Table,
  type Write,
  type WriteVerdict,
} from './table.ts';
export { tableWrappedKeys } from './wrapped-keys.ts';
