import { concatBytes, inForce, toHex, utf8, type Caller } from '@temkin/kernel';
import {
  exportedRow,
  isClosable,
  isExported,
  isPurposeOpen,
  openFields,
  partBytes,
  sealPart,
  SEGMENTS,
  subscriptionRecord,
  fieldOfStored,
  type ExportPlace,
  type SealedFields,
} from '../../domain/index.ts';
import type { KeptExport } from '../../store/exports.ts';
import type { SegmentRecord } from '../../store/people.ts';
import type { Read, SealedPerson } from '../../store/record-item.ts';
import { personResource } from '../refuse.ts';
import { untilSettled } from '../until-settled.ts';
import {
  digestResource,
  exportDraft,
  exportResource,
  type ExportSurroundings,
} from './export-surroundings.ts';

/** `unfinished`: time was over before the first row. `left`: somebody else went on, or it is no more. */
export type WrittenPart = 'written' | 'unfinished' | 'left';

type NumberRecord = NonNullable<SegmentRecord['subscription']>;

/** Where a walk goes on behind a page; undefined at the end of all. */
const behind = ({ segment }: ExportPlace, next: string | undefined): ExportPlace | undefined => {
  if (next !== undefined) return { segment, after: next };
  const following = SEGMENTS[SEGMENTS.indexOf(segment) + 1];
  return following === undefined ? undefined : { segment: following };
};

/**
 * Writes the next part of an export: from where it is on, page by page, until the part is half as large as one may be, or time is over, or all is
 * read. Of each page it is on record who is read before the first of their keys is unwrapped; then the part is sealed and put, and with the event of that the
 * export is further by it. Cut off, it is read and written again: what was put before counts for nothing and is deleted with the rest.
 */
export const exportPart = (surroundings: ExportSurroundings) => {
  const { recorder, people, personKeys, exports, exportParts, blobs, sha256, clock, random } = surroundings;

  /**
   * Who of these people is read, once it is on record; `left` where the export is not as it was read any more. Whoever had the purpose closed is
   * not among them: where a mark can close it, all are in the transaction of the event as they were read, so that one that is set meanwhile is met. A
   * page has some fifty people, so there is room for them.
   */
  const onRecord = async (
    caller: Caller,
    tenant: string,
    known: Read<KeptExport>,
    named: readonly string[],
  ): Promise<readonly Read<SealedPerson>[] | 'left' | undefined> => {
    const found = (await people.findMany(tenant, named)).filter((person) => person !== undefined);
    const open = found.filter(({ marks = [] }) => isPurposeOpen(known.purpose, marks));
    const ids = open.map(({ personId }) => personId);
    if (ids.length === 0) return [];
    const recorded = await recorder.commit(
      caller,
      {
        ...exportDraft(known),
        change: 'read',
        ...(open.length < found.length && { flags: ['purpose-closed'] }),
        resources: [exportResource(known.exportId), ...ids.map((personId) => personResource(personId))],
      },
      // Nobody is opened for an export that was cancelled meanwhile.
      {
        reliedOn: [
          known.reliedOn,
          ...(isClosable(known.purpose) ? open.map(({ reliedOn }) => reliedOn) : []),
        ],
      },
    );
    if (recorded.outcome === 'committed') return open;
    const now = await exports.find({ tenant, exportId: known.exportId });
    return now?.version === known.version ? undefined : 'left';
  };

  /** Lines of the numbers of a page, or undefined where somebody else went on, or the export is no more. */
  const linesOf = async (
    caller: Caller,
    tenant: string,
    known: Read<KeptExport>,
    records: readonly SegmentRecord[],
  ): Promise<readonly string[] | undefined> => {
    const within = records
      .flatMap(({ subscription }) => (subscription === undefined ? [] : [subscription]))
      .filter(({ standing }) => isExported(known, standing));
    const named = [...new Set(within.map(({ personId }) => personId))];
    if (named.length === 0) return [];
    const open = await untilSettled(() => onRecord(caller, tenant, known, named));
    if (open === 'left') return undefined;
    if (open.length === 0) return [];
    const ids = open.map(({ personId }) => personId);
    const holders = new Map(open.map((person) => [person.personId, person]));
    const opened = await personKeys.findMany(tenant, ids);
    const keys = new Map(ids.map((personId, i) => [personId, opened[i]]));
    const allowed = (sealed: SealedFields): readonly string[] =>
      Object.keys(sealed).filter((name) => known.fields.some((field) => field === fieldOfStored(name)));
    const lineOf = ({ personId, subscriptionId, sealed, clear, standing, verifiedAt }: NumberRecord) => {
      const [holder, key] = [holders.get(personId), keys.get(personId)];
      // Not exported, or erased meanwhile.
      if (holder === undefined || key === undefined) return [];
      const at = { tenant, personId, record: 'person' } as const;
      const place = { ...at, record: subscriptionRecord(subscriptionId) };
      return [
        exportedRow(
          known,
          { clear: holder.clear, texts: openFields(key, at, holder.sealed, allowed(holder.sealed)) },
          {
            clear: { ...clear, state: standing.state },
            texts: openFields(key, place, sealed, allowed(sealed)),
          },
          verifiedAt,
        ),
      ];
    };
    return within.flatMap(lineOf);
  };

  return async (
    caller: Caller,
    tenant: string,
    known: Read<KeptExport> & Required<Pick<KeptExport, 'at'>>,
    key: Uint8Array,
    isOver: () => boolean,
  ): Promise<WrittenPart> => {
    const { exportId, version } = known;
    const most = inForce(partBytes, clock.now());
    const texts: Uint8Array[] = [];
    let [bytes, rows] = [0, 0];
    let at: ExportPlace | undefined = known.at;
    while (at !== undefined && bytes < most.value / 2) {
      if (isOver()) {
        if (at.segment === known.at.segment && at.after === known.at.after) return 'unfinished';
        break;
      }
      const page = await people.page(tenant, at.segment, at.after);
      const lines = await linesOf(caller, tenant, known, page.records);
      if (lines === undefined) return 'left';
      const text = utf8(lines.join(''));
      texts.push(text);
      bytes += text.length;
      rows += lines.length;
      at = behind(at, page.next);
    }
    const [part, isLast] = [known.parts + 1, at === undefined];
    const sealed = sealPart(
      key,
      { of: 'export', tenant, id: exportId, part, isLast },
      concatBytes(...texts),
      random,
    );
    const digest = toHex(await sha256(sealed));
    await blobs.put({ of: 'export', tenant, id: exportId }, part, digest, sealed);
    const written = { part, bytes: sealed.length, sha256: digest, rows, isLast };
    const recorded = await recorder.commit(
      caller,
      {
        ...exportDraft(known),
        change: 'part',
        resources: [exportResource(exportId), digestResource(digest)],
        policies: [most.id],
      },
      {
        writes: (receipt) => [
          exports.advanceWrite(
            { tenant, exportId, version },
            { ...(at !== undefined && { at }), parts: part, rows: known.rows + rows },
            receipt,
          ),
          exportParts.putWrite({ tenant, exportId }, written, known.expiresAtSeconds),
        ],
      },
    );
    return recorded.outcome === 'committed' ? 'written' : 'left';
  };
};
