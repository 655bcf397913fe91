import type { KeyRing } from '@temkin/crypto';
import { Refusal, type Caller, type Receipt } from '@temkin/kernel';
import {
  PICTURE_FORMATS,
  type DocumentFormat,
  type PictureFormat,
  type PrinterDpi,
} from '../domain/index.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';
import { chunksOf } from './chunks-of.ts';
import { findLabel, labelWords, type FoundLabel, type LabelItem } from './find-label.ts';
import type {
  Directory,
  Drawing,
  LabelDrawer,
  LabelSettings,
  LabelWords,
  RefusalRecorder,
  Surroundings,
} from './ports.ts';
import { putOnRecord } from './put-on-record.ts';
import { untilSettled } from './until-settled.ts';

/** How labels are to be drawn. */
export interface LabelOrder {
  readonly format: PictureFormat | DocumentFormat;
  /** Of PNG and ZPL. */
  readonly dpi: PrinterDpi;
  readonly items: readonly LabelItem[];
}

export type LabelResult =
  | { readonly index: number; readonly picture?: Drawing; readonly receipt: Receipt }
  | { readonly index: number; readonly refusal: Refusal };

export interface DrawnLabels {
  /** In no particular order. */
  readonly results: readonly LabelResult[];
  /** Of a format that makes one of many labels: those that were not refused, in the order sent. */
  readonly document?: Drawing;
}

export interface LabelDependencies extends Pick<Surroundings, 'recorder' | 'clock'> {
  readonly store: ParcelReads;
  /** Purpose `digest`; it is only read by. */
  readonly ring: KeyRing;
  readonly directory: Pick<Directory, 'settings'>;
  readonly refusals: RefusalRecorder;
  readonly drawer: LabelDrawer;
}

/** A label that is on record and may be drawn. */
interface RecordedLabel {
  readonly index: number;
  readonly words: LabelWords;
  readonly receipt: Receipt;
}

/** An item and why it was refused. */
interface Failed {
  readonly index: number;
  readonly error: unknown;
}

const ACTION = 'label.render';

/** Labels of one event, whose transaction checks each of them. */
const LABELS_PER_EVENT = 20;

/** What is left for drawing once the last event may have begun. */
const DRAWING_MILLISECONDS = 8_000;

const outOfTime = (): Refusal =>
  new Refusal('REQUEST.OUT_OF_TIME', { detail: 'Ask again for this label, and for fewer at once.' });

const isPicture = (format: LabelOrder['format']): format is PictureFormat =>
  PICTURE_FORMATS.some((one) => one === format);

/**
 * Draws labels of live parcels as the tenant has its labels, and keeps nothing. A refused item sinks no other. What is drawn
 * was put on record before, twenty labels an event; what there is no time for is not begun. Refuses by the codes of
 * `findLabel`, and `PARCEL.CHANGED`.
 */
export const renderLabels = (dependencies: LabelDependencies) => {
  const { recorder, refusals, directory, drawer, clock } = dependencies;
  const onRecord = putOnRecord(refusals, ACTION);

  const attempt = async (caller: Caller, chunk: readonly LabelItem[], settings: LabelSettings) => {
    const found: FoundLabel[] = [];
    const failed: Failed[] = [];
    let hasChanged = false;
    await Promise.all(
      chunk.map(async (item) => {
        try {
          const one = await findLabel(dependencies, caller.principal.tenant, item);
          if (one === undefined) hasChanged = true;
          else found.push(one);
        } catch (error) {
          failed.push({ index: item.index, error });
        }
      }),
    );
    if (hasChanged) return undefined;
    if (found.length === 0) return { ready: [], failed };
    // A label that is asked for twice is one.
    const labels = [...new Map(found.map((one) => [one.label.labelId, one])).values()];
    const recorded = await recorder.commit(
      caller,
      {
        action: ACTION,
        outcome: 'allowed',
        resources: labels.map(({ parcel }) => ({ type: 'parcel', pseudonym: parcel.pseudonym })),
      },
      { reliedOn: labels.map(({ label }) => label.reliedOn) },
    );
    if (recorded.outcome !== 'committed') return undefined;
    const { receipt } = recorded;
    const ready = found.map((one): RecordedLabel => ({
      index: one.item.index,
      words: labelWords(one, settings),
      receipt,
    }));
    return { ready, failed };
  };

  /** The labels of a chunk, on record by now, and the items that were refused. */
  const recordChunk = async (caller: Caller, chunk: readonly LabelItem[], settings: LabelSettings) => {
    try {
      return await untilSettled(() => attempt(caller, chunk, settings));
    } catch (error) {
      return { ready: [], failed: chunk.map(({ index }): Failed => ({ index, error })) };
    }
  };

  return async (
    caller: Caller,
    { format, dpi, items }: LabelOrder,
    { deadlineMilliseconds }: { readonly deadlineMilliseconds: number },
  ): Promise<DrawnLabels> => {
    const { labels: settings } = await directory.settings(caller.principal.tenant);
    const ready: RecordedLabel[] = [];
    const results: LabelResult[] = [];
    for (const chunk of chunksOf(items, LABELS_PER_EVENT)) {
      if (clock.now() >= deadlineMilliseconds - DRAWING_MILLISECONDS) {
        results.push(...chunk.map(({ index }) => ({ index, refusal: outOfTime() })));
        continue;
      }
      const recorded = await recordChunk(caller, chunk, settings);
      ready.push(...recorded.ready);
      for (const { index, error } of recorded.failed)
        results.push({ index, refusal: await onRecord(caller, error) });
    }
    const inOrder = ready.toSorted((a, b) => a.index - b.index);
    for (const { index, words, receipt } of inOrder) {
      const picture = isPicture(format) ? await drawer.picture(format, words, dpi) : undefined;
      results.push({ index, receipt, ...(picture !== undefined && { picture }) });
    }
    if (isPicture(format) || inOrder.length === 0) return { results };
    const labels = inOrder.map(({ words }) => words);
    return { results, document: await drawer.document(format, labels, dpi) };
  };
};
