import type { TableName } from '@temkin/storage';

/**
 * `get` reads items by key, one or many; `delete-many` deletes without a condition, many in a request; `check` makes a
 * transaction fail where an item has changed.
 */
export type Verb = 'get' | 'query' | 'put' | 'update' | 'delete' | 'delete-many' | 'check' | 'stream';

/**
 * Who may use `main` can read labels, who may use `escrow` can read escrow copies, who may use `registry` can open people of the
 * subscriber registry, and who may use `registry-index` can find them.
 */
export const ROOT_KEY_NAMES = ['main', 'escrow', 'registry', 'registry-index'] as const;

export type RootKeyName = (typeof ROOT_KEY_NAMES)[number];

/**
 * What keys sign for the outside world: what shifts load, how far logs have grown, and declared calls. One key of a kind is in use, and for a
 * while a next one beside it (configuration.ts).
 */
export const SIGNING_KINDS = ['bundle', 'log', 'call'] as const;

export type SigningKind = (typeof SIGNING_KINDS)[number];

/** Of logs: `lock` keeps what is put from being deleted by anybody; `sweep` deletes stages and partial tiles, and nothing else. */
export type LogVerb = 'get' | 'list' | 'put' | 'lock' | 'sweep';

/**
 * What the registry keeps in blobs, each below a folder of its name: images of people and papers, what is brought to be imported,
 * what two people had exported, what sweeps found.
 */
export const REGISTRY_FOLDERS = ['images', 'uploads', 'exports', 'sweeps'] as const;

export type RegistryFolder = (typeof REGISTRY_FOLDERS)[number];

/** Of the registry: blobs of one folder, and `list`, without which nobody is told that a blob is not there. */
export type RegistryVerb = 'list' | `${'get' | 'put' | 'delete'} ${RegistryFolder}`;

/** What may be done with the blobs of each bucket: with those of the logs, and those of the registry. */
export interface BucketVerbs {
  readonly log: LogVerb;
  readonly registry: RegistryVerb;
}

export type BucketName = keyof BucketVerbs;

/** `generate` makes a tenant key, `unwrap` opens a stored one. */
export type KeyOperation = 'generate' | 'unwrap';

/** What a tenant key is for: the encryption context under which the root key wraps it names it. */
export type Purpose =
  | 'label'
  | 'subject'
  | 'digest'
  | 'phone-index'
  | 'source-event'
  | 'request'
  | 'pseudonym'
  | 'webhook'
  | 'history'
  | 'approval'
  | 'release'
  | 'call'
  | 'call-report'
  | 'call-register'
  | 'call-key'
  | 'staff-number'
  | 'collection-account'
  | 'escrow'
  | 'self-check'
  | 'number-code'
  | 'registry'
  | 'registry-index';

/** What is handed out in steps by a machine of its own (constructs/registry-sweep.ts). */
export const STATE_MACHINES = ['registry-sweep'] as const;

export type StateMachineName = (typeof STATE_MACHINES)[number];

/** All that a function may do. */
export interface Grant {
  readonly tables: Readonly<Partial<Record<TableName, readonly Verb[]>>>;
  /** Of a table, how the partitions begin that alone may be put into; any where nothing is said. */
  readonly putsInto?: Readonly<Partial<Record<TableName, readonly string[]>>>;
  /** Of a table, how the partitions begin that alone may be deleted from; any where nothing is said. */
  readonly deletesFrom?: Readonly<Partial<Record<TableName, readonly string[]>>>;
  readonly rootKeys: Readonly<
    Partial<Record<RootKeyName, Readonly<Partial<Record<KeyOperation, readonly Purpose[]>>>>>
  >;
  /** Signs with the key in use and with the next, and may tell their public halves. */
  readonly signs?: readonly SigningKind[];
  /** May tell the public half of the key in use. */
  readonly verifies?: readonly SigningKind[];
  readonly buckets?: { readonly [Name in BucketName]?: readonly BucketVerbs[Name][] };
  /** May have these begin. */
  readonly starts?: readonly StateMachineName[];
  /** May put what it could not work off into the queue of failures. */
  readonly queuesFailures?: true;
}
