import { temkin } from './command-line.ts';

/** A witness that the command line serves in this process. */
export interface RunningWitness {
  readonly address: string;
  /** What it has said. */
  readonly lines: readonly string[];
  /** Tells it to end, and answers its exit code. */
  readonly stop: () => Promise<number>;
}

/** Runs `temkin audit witness` with these options, on a free port. Throws what it complains of where it does not start. */
export const runningWitness = (options: readonly string[]): Promise<RunningWitness> =>
  new Promise((resolve, reject) => {
    const lines: string[] = [];
    const told = new AbortController();
    const ended = temkin(['audit', 'witness', '--listen', '127.0.0.1:0', ...options], {
      serving: {
        announce: (line) => {
          lines.push(line);
          const [, address] = / at (http:\S+)$/.exec(line) ?? [];
          if (address === undefined) return;
          resolve({
            address,
            lines,
            stop: async () => {
              told.abort();
              return (await ended).exitCode;
            },
          });
        },
        untilTold: () =>
          new Promise((end) => {
            told.signal.addEventListener('abort', () => end());
          }),
      },
    });
    void ended.then(({ complaint }) => reject(new Error(complaint)));
  });
