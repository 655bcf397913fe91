import type { KeyWrap } from '@temkin/crypto';
import type { Clock, Receipt } from '@temkin/kernel';
import {
  bytesOf,
  keyOf,
  numberOf,
  optional,
  partsOf,
  relyOn,
  textOf,
  textsOf,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import type {
  ExportFailure,
  ExportGround,
  ExportPlace,
  ExportPurpose,
  ExportScope,
  ExportState,
  FieldName,
  RegistryExport,
  Stall,
} from '../domain/index.ts';
import { failedAtIn, stallsIn, stallsItem } from './stall-attributes.ts';
import type { SealedText } from './data-requests.ts';
import type { Read } from './record-item.ts';

/** An export by its names. */
export interface ExportName {
  readonly tenant: string;
  readonly exportId: string;
}

/** An export as it is kept: for whom it is, is sealed under a tenant key. */
export interface KeptExport extends RegistryExport {
  readonly content: SealedText;
}

const exportItemKey = ({ tenant, exportId }: ExportName): Key =>
  keyOf('registry-bulk', 'export', { tenant, exportId });

const keyKey = ({ tenant, exportId }: ExportName): Key =>
  keyOf('registry-bulk', 'exportKey', { tenant, exportId });

const openKey = ({ tenant, exportId }: ExportName): Key =>
  keyOf('registry-bulk', 'openExport', { tenant, exportId });

const boundTo = (exportId: string): string => JSON.stringify(['export', exportId]);

const toExport = (exportId: string, item: Item): KeptExport => {
  const [releasedAt, endedAt, fetchedUntil] = ['releasedAt', 'endedAt', 'fetchedUntil'].map((name) =>
    optional(numberOf, item, name),
  );
  const [segment, after, digest] = ['segment', 'after', 'digest'].map((name) => optional(textOf, item, name));
  const sealedKey = optional(bytesOf, item, 'sealedKey');
  const failure = optional(textOf, item, 'failure') as ExportFailure | undefined;
  const failedAt = failedAtIn(item);
  return {
    exportId,
    fields: textsOf(item, 'fields') as readonly FieldName[],
    numbers: textOf(item, 'numbers') as ExportScope['numbers'],
    purpose: textOf(item, 'purpose') as ExportPurpose,
    ground: textOf(item, 'ground') as ExportGround,
    recipientKey: bytesOf(item, 'recipientKey'),
    state: textOf(item, 'state') as ExportState,
    ...(failure !== undefined && { failure }),
    ...(failedAt !== undefined && { failedAt }),
    stalls: stallsIn(item),
    askedBy: textOf(item, 'askedBy'),
    createdAt: numberOf(item, 'createdAt'),
    ...(releasedAt !== undefined && { releasedAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(fetchedUntil !== undefined && { fetchedUntil }),
    ...(segment !== undefined && { at: { segment, ...(after !== undefined && { after }) } }),
    parts: numberOf(item, 'parts'),
    rows: numberOf(item, 'rows'),
    ...(sealedKey !== undefined && { sealedKey }),
    ...(digest !== undefined && { digest }),
    content: {
      keyId: textOf(item, 'contentKeyId'),
      sealed: { nonce: bytesOf(item, 'contentNonce'), ciphertext: bytesOf(item, 'content') },
    },
    created: { eventId: textOf(item, 'createEventId'), leaf: textOf(item, 'createLeaf') },
    last: { eventId: textOf(item, 'eventId'), leaf: textOf(item, 'leaf') },
    version: numberOf(item, 'version'),
    expiresAtSeconds: numberOf(item, 'expiresAtSeconds'),
  };
};

/** Where an export goes on, or that it does not. */
const placed = (at: ExportPlace | undefined): { readonly set: Item; readonly remove: readonly string[] } => ({
  set: {
    ...(at !== undefined && { segment: at.segment }),
    ...(at?.after !== undefined && { after: at.after }),
  },
  remove: [...(at === undefined ? ['segment'] : []), ...(at?.after === undefined ? ['after'] : [])],
});

const changeWrite = (
  { tenant, exportId, version }: ExportName & Pick<RegistryExport, 'version'>,
  set: Item,
  at: ExportPlace | undefined,
  { eventId, leaf }: Receipt,
): Write => ({
  kind: 'update',
  key: exportItemKey({ tenant, exportId }),
  set: { ...set, ...placed(at).set, eventId, leaf },
  remove: placed(at).remove,
  add: { version: 1 },
  condition: [{ attribute: 'version', is: 'equal', to: version }],
});

const PAGE_ITEMS = 100;

/** Exports, with the keys that their parts are written under, which are wrapped by purpose `registry`. */
export const exports = ({
  table,
  wrap,
  clock,
}: {
  readonly table: Table;
  readonly wrap: KeyWrap;
  readonly clock: Clock;
}) => ({
  /** Undefined of what never was, or is kept no more. */
  find: async (name: ExportName): Promise<Read<KeptExport> | undefined> => {
    const key = exportItemKey(name);
    const item = await table.get(key);
    return item === undefined || numberOf(item, 'expiresAtSeconds') * 1_000 <= clock.now()
      ? undefined
      : { ...toExport(name.exportId, item), reliedOn: relyOn(key, numberOf(item, 'version')) };
  },

  /** All of which something is left to do or to delete, of every tenant. */
  async *allOpen(): AsyncGenerator<ExportName, void> {
    const { partition } = openKey({ tenant: '', exportId: '' });
    let after: string | undefined;
    do {
      const page = await table.query({
        table: 'registry-bulk',
        partition,
        limit: PAGE_ITEMS,
        ...(after !== undefined && { after }),
      });
      for (const { sort } of page.items) {
        const name = partsOf('registry-bulk', 'openExport', { partition, sort });
        if (name !== undefined) yield { tenant: name.tenant, exportId: name.exportId };
      }
      after = page.next;
    } while (after !== undefined);
  },

  /** What the parts are sealed under; undefined before the release, and once all is written. */
  key: async ({ tenant, exportId }: ExportName): Promise<Uint8Array | undefined> => {
    const item = await table.get(keyKey({ tenant, exportId }));
    if (item === undefined) return undefined;
    const wrapped = {
      keyId: textOf(item, 'keyId'),
      nonce: bytesOf(item, 'nonce'),
      wrapped: bytesOf(item, 'wrapped'),
    };
    const key = await wrap.unwrap(tenant, wrapped, boundTo(exportId));
    if (key === undefined) throw new Error('the key of an export does not open');
    return key;
  },

  /** The writes that ask for an export. Refused where the id is taken. */
  createWrites: (
    { tenant, exportId }: ExportName,
    {
      fields,
      content,
      ...kept
    }: Omit<
      KeptExport,
      'exportId' | 'created' | 'last' | 'version' | 'at' | 'stalls' | 'failure' | 'failedAt'
    >,
    { eventId, leaf }: Receipt,
  ): readonly Write[] => [
    {
      kind: 'put',
      key: exportItemKey({ tenant, exportId }),
      item: {
        ...kept,
        fields: [...fields],
        contentKeyId: content.keyId,
        contentNonce: content.sealed.nonce,
        content: content.sealed.ciphertext,
        createEventId: eventId,
        createLeaf: leaf,
        eventId,
        leaf,
        version: 1,
      },
      condition: 'absent',
    },
    { kind: 'put', key: openKey({ tenant, exportId }), item: {} },
  ],

  /** Has it written from now on. Refused where it is no longer as it was read. */
  releaseWrites: async (
    name: ExportName,
    known: Pick<RegistryExport, 'version' | 'expiresAtSeconds'>,
    {
      key,
      at,
      ...released
    }: Required<Pick<RegistryExport, 'releasedAt' | 'sealedKey' | 'at'>> & {
      readonly key: Uint8Array;
    },
  ): Promise<(receipt: Receipt) => readonly Write[]> => {
    const wrapped = await wrap.wrap(name.tenant, key, boundTo(name.exportId));
    const { version, expiresAtSeconds } = known;
    return (receipt) => [
      changeWrite({ ...name, version }, { ...released, state: 'running' }, at, receipt),
      {
        kind: 'put',
        key: keyKey(name),
        item: { ...wrapped, expiresAtSeconds },
        condition: 'absent',
      },
    ];
  },

  /** Says how far it is written. Refused where somebody else went on since. */
  advanceWrite: (
    name: ExportName & Pick<RegistryExport, 'version'>,
    { at, parts, rows }: Pick<RegistryExport, 'at' | 'parts' | 'rows'>,
    receipt: Receipt,
  ): Write => changeWrite(name, { parts, rows }, at, receipt),

  /** All is written: nobody here can open it from now on. */
  finishWrites: (
    name: ExportName & Pick<RegistryExport, 'version'>,
    finished: Required<Pick<RegistryExport, 'endedAt' | 'fetchedUntil' | 'digest' | 'expiresAtSeconds'>>,
    receipt: Receipt,
  ): readonly Write[] => [
    changeWrite(name, { ...finished, state: 'done' }, undefined, receipt),
    { kind: 'delete', key: keyKey(name) },
  ],

  /** Remembers where it met faults, as long as it is written. */
  keepStalls: async (name: ExportName, stalls: readonly Stall[]): Promise<void> => {
    await table.write({
      kind: 'update',
      key: exportItemKey(name),
      set: stallsItem(stalls),
      condition: [{ attribute: 'state', is: 'equal', to: 'running' }],
    });
  },

  /** Ends it, whatever was written: that is there yet, and found until it is forgotten. */
  endWrites: (
    name: ExportName & Pick<RegistryExport, 'version'>,
    {
      failedAt,
      ...ended
    }: Required<Pick<RegistryExport, 'endedAt' | 'expiresAtSeconds'>> &
      Pick<RegistryExport, 'failure' | 'failedAt'> & {
        readonly state: 'cancelled' | 'expired' | 'failed';
      },
    receipt: Receipt,
  ): readonly Write[] => [
    changeWrite(
      name,
      { ...ended, ...(failedAt !== undefined && { failedAt: { ...failedAt } }) },
      undefined,
      receipt,
    ),
    { kind: 'delete', key: keyKey(name) },
  ],

  /** Forgets an export of which nothing is left to delete: what leads to it goes last. */
  forget: async (name: ExportName): Promise<void> => {
    await table.write({ kind: 'delete', key: keyKey(name) });
    await table.write({ kind: 'delete', key: openKey(name) });
  },
});

export type Exports = ReturnType<typeof exports>;
