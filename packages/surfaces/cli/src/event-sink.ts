import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/** Takes text as it is found, and shows it once it is known to be true. */
export interface EventSink {
  readonly write: (text: string) => void;
  /** Lets the text be seen: under the name of its file, or as what is answered. */
  readonly keep: () => string;
  /** Forgets it. */
  readonly drop: () => void;
}

const memorySink = (): EventSink => {
  const texts: string[] = [];
  return { write: (text) => void texts.push(text), keep: () => texts.join(''), drop: () => texts.splice(0) };
};

/** A file gets its name with the last line that belongs into it. */
const fileSink = (file: string): EventSink => {
  const draft = `${file}.draft`;
  const handle = openSync(draft, 'w', 0o600);
  return {
    write: (text) => void writeSync(handle, text),
    keep: () => {
      closeSync(handle);
      renameSync(draft, file);
      return '';
    },
    drop: () => {
      closeSync(handle);
      rmSync(draft, { force: true });
    },
  };
};

/** Where events that were found go: into a file, or into what a command says. */
export const eventSink = (file: string | undefined): EventSink =>
  file === undefined ? memorySink() : fileSink(file);
