import { equalBytes, keyedHash, type KeyRing } from '@temkin/crypto';
import { fromBase64Url, Refusal, toBase64Url, utf8 } from '@temkin/kernel';
import type { EventFilter, EventPosition, QuestionName } from '../domain/index.ts';

/** What a cursor is for. */
export interface AskedOf {
  readonly tenant: string;
  readonly filter: EventFilter;
  readonly question?: QuestionName;
}

/** How far a question has come. */
export interface QueryProgress {
  readonly position: EventPosition;
  /** Events of this instant and later (milliseconds since the epoch) are not asked for any more. */
  readonly until: number;
}

/** Another form of what it holds takes another version; a cursor of any other is refused. */
const VERSION = '1';

/**
 * Characters of a cursor, at most: some 300 for one log, 150 for each year more. The eighty logs that there can be have room,
 * and a header with it fits beside others into the 10,240 bytes that API Gateway lets through.
 */
export const CURSOR_LENGTH = 9_600;

const PURPOSE = 'pseudonym';

/** 128 bits: nobody makes a cursor by trying. */
const TAG_BYTES = 16;

/** Version, id of the key (a month), progress, tag. */
const CURSOR = /^([0-9]+)\.([0-9]{4}-[0-9]{2})\.([\w-]+)\.([\w-]+)$/;

const criteriaOf = ({ filter: { subject, actor, action, outcome, from, to }, question }: AskedOf): string =>
  JSON.stringify([subject, actor, action, outcome, from, to, question].map((criterion) => criterion ?? null));

const tagOf = (key: Uint8Array, asked: AskedOf, signed: string): Uint8Array =>
  keyedHash(key, TAG_BYTES, 'query-cursor', asked.tenant, criteriaOf(asked), signed);

/**
 * How far a question has come as text that a client keeps and brings back: readable, since it tells instants, places and
 * event ids that the client was shown or could ask for, and of use for the same tenant and the same question alone.
 */
export const queryCursors = ({ keyRing }: { readonly keyRing: Pick<KeyRing, 'current' | 'byId'> }) => ({
  seal: async (asked: AskedOf, progress: QueryProgress): Promise<string> => {
    const { id, key } = await keyRing.current(asked.tenant, PURPOSE);
    const signed = `${VERSION}.${id}.${toBase64Url(utf8(JSON.stringify(progress)))}`;
    return `${signed}.${toBase64Url(tagOf(key, asked, signed))}`;
  },

  /** What a cursor holds. Refuses `AUDIT.CURSOR_INVALID` for all that this tenant was not given for this question. */
  open: async (asked: AskedOf, cursor: string): Promise<QueryProgress> => {
    const [, version = '', id = '', progress = '', tag = ''] = CURSOR.exec(cursor) ?? [];
    const found = version === VERSION ? await keyRing.byId(asked.tenant, PURPOSE, id) : undefined;
    const expected = found && tagOf(found.key, asked, `${version}.${id}.${progress}`);
    if (expected === undefined || !equalBytes(fromBase64Url(tag) ?? new Uint8Array(), expected))
      throw new Refusal('AUDIT.CURSOR_INVALID');
    return JSON.parse(new TextDecoder().decode(fromBase64Url(progress))) as QueryProgress;
  },
});
