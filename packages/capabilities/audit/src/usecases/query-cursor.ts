import { equalBytes, keyedHash, type KeyRing } from '@temkin/crypto';
import { fromBase64Url, Refusal, toBase64Url, utf8 } from '@temkin/kernel';
import type { EventFilter, EventPosition } from '../domain/index.ts';

/** How far a question has come. */
export interface QueryProgress {
  readonly position: EventPosition;
  /** Events of this instant and later (milliseconds since the epoch) are not asked for any more. */
  readonly until: number;
}

/** Another form of what it holds takes another version; a cursor of any other is refused. */
const VERSION = '1';

/** Characters of a cursor, at most: some 300 for one log, 150 for each year more. */
export const CURSOR_LENGTH = 8_192;

const PURPOSE = 'pseudonym';

/** 128 bits: nobody makes a cursor by trying. */
const TAG_BYTES = 16;

/** Version, id of the key (a month), progress, tag. */
const CURSOR = /^([0-9]+)\.([0-9]{4}-[0-9]{2})\.([\w-]+)\.([\w-]+)$/;

const questionOf = ({ subject, actor, action, outcome, from, to }: EventFilter): string =>
  JSON.stringify([subject, actor, action, outcome, from, to].map((criterion) => criterion ?? null));

const tagOf = (key: Uint8Array, tenant: string, filter: EventFilter, signed: string): Uint8Array =>
  keyedHash(key, TAG_BYTES, 'query-cursor', tenant, questionOf(filter), signed);

/**
 * How far a question has come as text that a client keeps and brings back: readable, since it tells instants, places and
 * event ids that the client was shown or could ask for, and of use for the same tenant and the same question alone.
 */
export const queryCursors = ({ keyRing }: { readonly keyRing: Pick<KeyRing, 'current' | 'byId'> }) => ({
  seal: async (tenant: string, filter: EventFilter, progress: QueryProgress): Promise<string> => {
    const { id, key } = await keyRing.current(tenant, PURPOSE);
    const signed = `${VERSION}.${id}.${toBase64Url(utf8(JSON.stringify(progress)))}`;
    return `${signed}.${toBase64Url(tagOf(key, tenant, filter, signed))}`;
  },

  /** What a cursor holds. Refuses `AUDIT.CURSOR_INVALID` for all that this tenant was not given for this question. */
  open: async (tenant: string, filter: EventFilter, cursor: string): Promise<QueryProgress> => {
    const [, version = '', id = '', progress = '', tag = ''] = CURSOR.exec(cursor) ?? [];
    const found = version === VERSION ? await keyRing.byId(tenant, PURPOSE, id) : undefined;
    const expected = found && tagOf(found.key, tenant, filter, `${version}.${id}.${progress}`);
    if (expected === undefined || !equalBytes(fromBase64Url(tag) ?? new Uint8Array(), expected))
      throw new Refusal('AUDIT.CURSOR_INVALID');
    return JSON.parse(new TextDecoder().decode(fromBase64Url(progress))) as QueryProgress;
  },
});
