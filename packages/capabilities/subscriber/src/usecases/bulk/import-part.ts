import type { Caller } from '@temkin/kernel';
import {
  FIRST_ROW,
  holderKeyOf,
  isStalled,
  judgeRow,
  rowReader,
  rowTexts,
  type BulkPlace,
  type ImportFailure,
  type ImportPart,
  type MetFault,
  type RegistryImport,
  type RowText,
} from '../../domain/index.ts';
import type { ImportKeys } from '../../store/imports.ts';
import { importBatch } from './import-batch.ts';
import { ownPersonId } from './import-holder.ts';
import { importLookups, WINDOW_ROWS, type ImportLookups, type RowToImport } from './import-lookups.ts';
import type { ImportJob, ImportSurroundings } from './import-surroundings.ts';
import { partText } from './part-text.ts';
import { repeatedNumbers } from './repeated-numbers.ts';
import { refuse } from '../refuse.ts';

/** Why an import fails, and where. */
export interface PlacedFailure {
  readonly failure: ImportFailure;
  readonly at: BulkPlace;
}

/**
 * How far a worker came in a part: `done`; `unfinished`, time was over; `left` to another worker, or to nobody, where the import is no
 * longer worked off; why the import fails; or what fault it met.
 */
export type WorkedPart = 'done' | 'unfinished' | 'left' | PlacedFailure | MetFault;

/** Times that rows are looked up again where something changed in between; the last ones row by row. */
const ATTEMPTS = 8;

/** From which attempt on rows come one by one, lest one row that is changed all the time keeps the others out. */
const ONE_BY_ONE = 3;

/** An import at work, and how many of its rows are in the parts before. */
type PartJob = ImportJob & {
  readonly keys: ImportKeys;
  readonly known: RegistryImport;
  readonly rowsBefore: number;
};

const markOf = ({ part, version }: ImportPart) => ({ at: { step: 'rows', part }, mark: version }) as const;

/**
 * Works a part off, from the row that it is at to its last one or until time is over. Rows and how far they are done are one transaction,
 * so each row comes in once, wherever it is cut off and by however many workers it is worked at.
 */
export const importPart = (surroundings: ImportSurroundings) => {
  const { imports, parts, clock } = surroundings;
  const textOf = partText(surroundings);
  const look = importLookups(surroundings);
  const bring = importBatch(surroundings);

  /** Brings rows of a window, batch by batch. */
  const bringWindow = async (
    caller: Caller,
    job: ImportJob,
    from: ImportPart,
    window: readonly RowToImport[],
    isOver: () => boolean,
  ): Promise<ImportPart | 'unfinished' | 'left'> => {
    const begin = from.rowsDone;
    let part = from;
    let lookups: ImportLookups | undefined;
    let attempts = 0;
    while (part.rowsDone - begin < window.length) {
      if (isOver()) return 'unfinished';
      const left = window.slice(part.rowsDone - begin);
      lookups ??= await look(caller, job, left, (holder) => {
        const holderKey = holderKeyOf(holder);
        return holderKey === undefined ? undefined : ownPersonId(job, holderKey);
      });
      const brought =
        lookups && (await bring(caller, job, part, lookups, attempts < ONE_BY_ONE ? left : left.slice(0, 1)));
      if (lookups !== undefined && brought?.outcome === 'done') {
        attempts = 0;
        part = brought.part;
        lookups = {
          ...lookups,
          holders: new Map([...lookups.holders, ...brought.holders]),
          identities: {
            ...lookups.identities,
            claims: new Map([...lookups.identities.claims, ...brought.claims]),
          },
          images: new Map([...lookups.images].filter(([imageId]) => !brought.images.has(imageId))),
          own: new Map([...lookups.own, ...brought.images]),
          changed: brought.changed,
          numbersOfWindow: new Set([...lookups.numbersOfWindow, ...brought.numbers]),
        };
        continue;
      }
      lookups = undefined;
      if (brought?.outcome === 'outdated') continue;
      attempts += 1;
      if (attempts === ATTEMPTS) throw refuse('SUBSCRIBER.CHANGED', { retryAfterSeconds: 60 });
      const [now, known] = [await parts.find(job, part.part), await imports.find(job)];
      if (now?.version !== part.version || known?.state !== 'running') return 'left';
    }
    return part;
  };

  /** Works at it, and says of each row that it is at, before. */
  const workOff = async (
    caller: Caller,
    job: PartJob,
    at: ImportPart,
    isOver: () => boolean,
    reach: (row: number) => void,
  ): Promise<WorkedPart> => {
    const { form, kind } = job.known;
    // What is compared is not judged, but for whether there is a number at all.
    const mode = kind === 'parity' ? 'legacy' : job.known.mode;
    const firstRow = FIRST_ROW[form.format] + job.rowsBefore;
    reach(firstRow + at.rowsDone);
    const found = await textOf(job, job.keys, at);
    const failed = (failure: ImportFailure) => ({ failure, at: { step: 'rows', part: at.part } }) as const;
    if ('failure' in found) return failed(found.failure);
    const texts: readonly (RowText | undefined)[] = [...rowTexts(found.text, form)];
    if (texts.length !== at.rows) return failed('part-rows-disagree');
    const read = rowReader(form);
    const isRepeated = repeatedNumbers();
    if (kind === 'parity')
      for (const text of texts.slice(0, at.rowsDone)) if (text !== undefined) isRepeated(read(text));
    // Where a fault was met the rows of a window come one by one, so that those before it come in and it is known which one it is.
    const single = isStalled(job.known.stalls, markOf(at)) ? at.rowsDone + WINDOW_ROWS : 0;
    let part = at;
    while (part.rowsDone < part.rows) {
      const { rowsDone } = part;
      reach(firstRow + rowsDone);
      const now = clock.now();
      const until = rowsDone + (rowsDone < single ? 1 : WINDOW_ROWS);
      const window = texts.slice(rowsDone, until).map((text, i): RowToImport => {
        const row = firstRow + rowsDone + i;
        if (text === undefined) return { row };
        const was = read(text);
        const { row: told, misfits } = was;
        return {
          row,
          verdict: judgeRow(was, mode, now),
          ...(kind !== 'full' && told !== undefined && { legible: { row: told, misfits } }),
          isNamedAgain: kind === 'parity' && isRepeated(was),
        };
      });
      const brought = await bringWindow(caller, job, part, window, isOver);
      if (brought === 'unfinished' || brought === 'left') return brought;
      part = brought;
    }
    return 'done';
  };

  return async (caller: Caller, job: PartJob, at: ImportPart, isOver: () => boolean): Promise<WorkedPart> => {
    let reached = 0;
    try {
      return await workOff(caller, job, at, isOver, (row) => {
        reached = row;
      });
    } catch (fault) {
      const { mark, at: place } = markOf(at);
      return { fault, mark, at: { ...place, row: reached } };
    }
  };
};
