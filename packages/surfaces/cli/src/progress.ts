import { bytesText, countText } from './amounts.ts';

/** Tells how far a long command has come. */
export interface Progress {
  /** Begins a step: "reading parcels", of so many items, where that is known. */
  begin(step: string, total?: number): void;
  /** So much more of the step is done. */
  advance(done: { readonly items: number; readonly bytes?: number }): void;
  /** Ends the step. */
  end(): void;
}

/** What standard error is to progress. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const ERASE_LINE = '\r\u001B[2K';

/** Milliseconds between two looks at a moving line. */
const REFRESH = 100;

const BAR_WIDTH = 30;

/** How much of a step is done: `[##########--------------------] 33 % `. */
const barText = (done: number, total: number): string => {
  const part = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.floor(part * BAR_WIDTH);
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}] ${Math.floor(part * 100)} % `;
};

/** Writes progress to a stream: a line per step, which moves where the stream is a terminal. */
export const streamProgress = (stream: ProgressStream, monotonicNow: () => number): Progress => {
  let step = '';
  let items = 0;
  let bytes = 0;
  let total: number | undefined;
  let shownAt = -Infinity;
  const line = (): string =>
    `${step}: ${total === undefined ? '' : barText(items, total)}${countText(items, 'item')}${bytes > 0 ? `, ${bytesText(bytes)}` : ''}`;
  return {
    begin: (name, ofAll) => {
      step = name;
      total = ofAll;
      items = 0;
      bytes = 0;
    },
    advance: (done) => {
      items += done.items;
      bytes += done.bytes ?? 0;
      if (stream.isTTY !== true || monotonicNow() - shownAt < REFRESH) return;
      shownAt = monotonicNow();
      stream.write(ERASE_LINE + line());
    },
    end: () => void stream.write(`${stream.isTTY === true ? ERASE_LINE : ''}${line()}\n`),
  };
};
