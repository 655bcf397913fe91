import type { KeyWrap } from '@temkin/crypto';
import type { Clock, Receipt } from '@temkin/kernel';
import {
  bytesOf,
  keyOf,
  numberOf,
  optional,
  partsOf,
  textOf,
  textsOf,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import type {
  BulkPlace,
  FileForm,
  ImportFailure,
  ImportKind,
  ImportState,
  RecordMode,
  RegistryImport,
  Stall,
} from '../domain/index.ts';
import { isResumable } from '../domain/index.ts';
import { failedAtIn, stallsIn, stallsItem } from './stall-attributes.ts';

/** An import by its names. */
export interface ImportName {
  readonly tenant: string;
  readonly importId: string;
}

/** What an import is sealed under, and what the ids of its rows are made of, 32 random bytes each. Both go with its end. */
export interface ImportKeys {
  readonly sealing: Uint8Array;
  /** Never leaves: who has the file and its sealing key must not know the ids. */
  readonly naming: Uint8Array;
}

const KEY_BYTES = 32;

const importItemKey = ({ tenant, importId }: ImportName): Key =>
  keyOf('registry-bulk', 'import', { tenant, importId });

const keyKey = ({ tenant, importId }: ImportName): Key =>
  keyOf('registry-bulk', 'importKey', { tenant, importId });

const openKey = ({ tenant, importId }: ImportName): Key =>
  keyOf('registry-bulk', 'openImport', { tenant, importId });

const boundTo = (importId: string): string => JSON.stringify(['import', importId]);

const formIn = (item: Item): FileForm =>
  textOf(item, 'format') === 'csv'
    ? { format: 'csv', columns: textsOf(item, 'columns') }
    : { format: 'ndjson' };

const toImport = (importId: string, item: Item): RegistryImport => {
  const failure = optional(textOf, item, 'failure') as ImportFailure | undefined;
  const failedAt = failedAtIn(item);
  const [begunAt, endedAt, parts, rows] = ['begunAt', 'endedAt', 'parts', 'rows'].map((name) =>
    optional(numberOf, item, name),
  );
  return {
    importId,
    form: formIn(item),
    mode: textOf(item, 'mode') as RecordMode,
    kind: textOf(item, 'kind') as ImportKind,
    state: textOf(item, 'state') as ImportState,
    ...(failure !== undefined && { failure }),
    ...(failedAt !== undefined && { failedAt }),
    stalls: stallsIn(item),
    madeBy: textOf(item, 'madeBy'),
    createdAt: numberOf(item, 'createdAt'),
    ...(begunAt !== undefined && { begunAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(parts !== undefined && { parts }),
    ...(rows !== undefined && { rows }),
    created: { eventId: textOf(item, 'createEventId'), leaf: textOf(item, 'createLeaf') },
    last: { eventId: textOf(item, 'eventId'), leaf: textOf(item, 'leaf') },
    version: numberOf(item, 'version'),
    expiresAtSeconds: numberOf(item, 'expiresAtSeconds'),
  };
};

const inVersion = (version: number): Extract<Write, { kind: 'check' }>['condition'] => [
  { attribute: 'version', is: 'equal', to: version },
];

const PAGE_ITEMS = 100;

/** Imports, with their keys, which are wrapped under purpose `registry`. */
export const imports = ({
  table,
  wrap,
  clock,
}: {
  readonly table: Table;
  readonly wrap: KeyWrap;
  readonly clock: Clock;
}) => ({
  /** Undefined of what never was, or is kept no more. */
  find: async (name: ImportName): Promise<RegistryImport | undefined> => {
    const item = await table.get(importItemKey(name));
    return item === undefined || numberOf(item, 'expiresAtSeconds') * 1_000 <= clock.now()
      ? undefined
      : toImport(name.importId, item);
  },

  /** All of which something is left to do or to delete, of every tenant, whether they expired or not. */
  async *allOpen(): AsyncGenerator<ImportName, void> {
    const { partition } = openKey({ tenant: '', importId: '' });
    let after: string | undefined;
    do {
      const page = await table.query({
        table: 'registry-bulk',
        partition,
        limit: PAGE_ITEMS,
        ...(after !== undefined && { after }),
      });
      for (const { sort } of page.items) {
        const name = partsOf('registry-bulk', 'openImport', { partition, sort });
        if (name !== undefined) yield { tenant: name.tenant, importId: name.importId };
      }
      after = page.next;
    } while (after !== undefined);
  },

  /** Undefined where the import has come to its end. */
  keys: async ({ tenant, importId }: ImportName): Promise<ImportKeys | undefined> => {
    const item = await table.get(keyKey({ tenant, importId }));
    if (item === undefined) return undefined;
    const wrapped = {
      keyId: textOf(item, 'keyId'),
      nonce: bytesOf(item, 'nonce'),
      wrapped: bytesOf(item, 'wrapped'),
    };
    const both = await wrap.unwrap(tenant, wrapped, boundTo(importId));
    if (both === undefined) throw new Error('the key of an import does not open');
    return { sealing: both.slice(0, KEY_BYTES), naming: both.slice(KEY_BYTES) };
  },

  /** The writes that make an import. Refused where the id is taken. */
  createWrites: async (
    { tenant, importId }: ImportName,
    {
      form,
      mode,
      kind,
      madeBy,
      createdAt,
      expiresAtSeconds,
    }: Omit<RegistryImport, 'importId' | 'state' | 'stalls' | 'created' | 'last' | 'version'>,
    { sealing, naming }: ImportKeys,
  ): Promise<(receipt: Receipt) => readonly Write[]> => {
    const both = new Uint8Array(2 * KEY_BYTES);
    both.set(sealing);
    both.set(naming, KEY_BYTES);
    const wrapped = await wrap.wrap(tenant, both, boundTo(importId));
    return ({ eventId, leaf }) => [
      {
        kind: 'put',
        key: importItemKey({ tenant, importId }),
        item: {
          state: 'open',
          format: form.format,
          ...(form.format === 'csv' && { columns: [...form.columns] }),
          mode,
          kind,
          madeBy,
          createdAt,
          createEventId: eventId,
          createLeaf: leaf,
          eventId,
          leaf,
          version: 1,
          expiresAtSeconds,
        },
        condition: 'absent',
      },
      {
        kind: 'put',
        key: keyKey({ tenant, importId }),
        item: { ...wrapped, expiresAtSeconds },
        condition: 'absent',
      },
      { kind: 'put', key: openKey({ tenant, importId }), item: {} },
    ];
  },

  /** Fails a transaction where the import is no longer in this state. */
  stateCheck: (name: ImportName, state: ImportState): Write => ({
    kind: 'check',
    key: importItemKey(name),
    condition: [{ attribute: 'state', is: 'equal', to: state }],
  }),

  /** Says of an import that something is announced for it: whoever begins it as it was before looks again. Refused where no parts are sent any more. */
  announcedWrite: (name: ImportName): Write => ({
    kind: 'update',
    key: importItemKey(name),
    add: { version: 1 },
    condition: [{ attribute: 'state', is: 'equal', to: 'open' }],
  }),

  /** Begins to work an import off, or begins again. Refused where it is no longer as it was read. */
  beginWrite: (
    tenant: string,
    { importId, version }: Pick<RegistryImport, 'importId' | 'version'>,
    begun: {
      readonly begunAt: number;
      readonly parts: number;
      readonly rows: number;
      readonly receipt: Receipt;
    },
  ): Write => ({
    kind: 'update',
    key: importItemKey({ tenant, importId }),
    set: {
      state: 'running',
      begunAt: begun.begunAt,
      parts: begun.parts,
      rows: begun.rows,
      eventId: begun.receipt.eventId,
      leaf: begun.receipt.leaf,
    },
    remove: ['failure', 'failedAt', 'endedAt', 'stalls'],
    add: { version: 1 },
    condition: inVersion(version),
  }),

  /** Remembers where it met faults, as long as it runs. */
  keepStalls: async (name: ImportName, stalls: readonly Stall[]): Promise<void> => {
    await table.write({
      kind: 'update',
      key: importItemKey(name),
      set: stallsItem(stalls),
      condition: [{ attribute: 'state', is: 'equal', to: 'running' }],
    });
  },

  /**
   * Ends an import, and destroys its key where it cannot be begun again. What was sent of it is there yet: it is found until it is forgotten. Refused where it is no
   * longer as it was read.
   */
  endWrites: (
    tenant: string,
    { importId, version }: Pick<RegistryImport, 'importId' | 'version'>,
    end: {
      readonly state: Extract<ImportState, 'done' | 'cancelled' | 'failed'>;
      readonly failure?: ImportFailure;
      readonly failedAt?: BulkPlace;
      readonly endedAt: number;
      readonly expiresAtSeconds: number;
      readonly receipt: Receipt;
    },
  ): readonly Write[] => [
    {
      kind: 'update',
      key: importItemKey({ tenant, importId }),
      set: {
        state: end.state,
        ...(end.failure !== undefined && { failure: end.failure }),
        ...(end.failedAt !== undefined && { failedAt: { ...end.failedAt } }),
        endedAt: end.endedAt,
        expiresAtSeconds: end.expiresAtSeconds,
        eventId: end.receipt.eventId,
        leaf: end.receipt.leaf,
      },
      add: { version: 1 },
      condition: inVersion(version),
    },
    ...(isResumable(end) ? [] : [{ kind: 'delete', key: keyKey({ tenant, importId }) } as const]),
  ],

  /** Forgets an import of which nothing is left to delete: what leads to it goes last. */
  forget: async (name: ImportName): Promise<void> => {
    await table.write({ kind: 'delete', key: keyKey(name) });
    await table.write({ kind: 'delete', key: openKey(name) });
  },
});

export type Imports = ReturnType<typeof imports>;
