import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ChildOptions {
  /** Whether the process gets a process group of its own, out of reach of a terminal's Ctrl-C. */
  readonly detached: boolean;
  /** Ends the process when aborted. */
  readonly signal?: AbortSignal;
}

export interface Child {
  /** Absent where the process could not be started. */
  readonly pid?: number;
  /** What the process said first on stderr, 4,000 bytes at most. */
  readonly words: () => string;
  readonly hasEnded: () => boolean;
  /** Resolves when the process has ended, by whatever hand. */
  readonly ended: Promise<void>;
  /** Ends the process and waits: SIGTERM, after three seconds SIGKILL. */
  readonly stop: () => Promise<void>;
}

const STOPPED_WITHIN_MILLISECONDS = 3_000;

const KEPT_BYTES = 4_000;

/**
 * An open file without a name, for the process to write its words to. Not a pipe: a pipe breaks when this process is
 * killed, and a store that cannot write its parting words dies of that before it has closed its database.
 */
const openNameless = (): number => {
  const directory = mkdtempSync(join(tmpdir(), 'temkin-'));
  try {
    return openSync(join(directory, 'words'), 'w+');
  } finally {
    rmSync(directory, { recursive: true });
  }
};

const textOf = (file: number): string => {
  const bytes = Buffer.alloc(KEPT_BYTES);
  return bytes.toString('utf8', 0, readSync(file, bytes, 0, KEPT_BYTES, 0)).trim();
};

/** Starts a process that ends no later than this one, unless this one is killed outright. */
export const startChild = (
  binary: string,
  args: readonly string[],
  { detached, signal }: ChildOptions,
): Child => {
  const file = openNameless();
  const child = spawn(binary, args, {
    detached,
    stdio: ['ignore', 'ignore', file],
    ...(signal !== undefined && { signal }),
  });
  const terminate = (): void => {
    child.kill('SIGTERM');
  };
  process.once('exit', terminate);
  let failure = '';
  let lastWords: string | undefined;
  // A failed start and an abort are told here; "close" follows upon both.
  child.on('error', (error) => {
    failure = error.message;
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      lastWords = `${textOf(file)}${failure}`;
      closeSync(file);
      process.off('exit', terminate);
      resolve();
    });
  });
  return {
    ...(child.pid !== undefined && { pid: child.pid }),
    words: () => lastWords ?? textOf(file),
    hasEnded: () => lastWords !== undefined,
    ended,
    stop: async () => {
      terminate();
      const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MILLISECONDS);
      await ended;
      clearTimeout(timer);
    },
  };
};
