import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';

const BUNDLE = fileURLToPath(new URL('../../scripts/bundle.mjs', import.meta.url));
const RUNNER = fileURLToPath(new URL('function-runner.mjs', import.meta.url));

/** Makes the bundles of all functions anew, as a deployment does, and answers their directory. */
export const bundledFunctions = async (): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'temkin-functions-'));
  afterAll(() => rm(directory, { recursive: true }));
  await promisify(execFile)(process.execPath, [BUNDLE, '--out', directory]);
  return directory;
};

/** A function's bundle in a fresh process of its own, with nothing around it but its environment. */
export interface FunctionProcess {
  /** Rejects with the handler's own message where it throws. Many events may be under way at once. */
  readonly invoke: (event: unknown) => Promise<unknown>;
  /** Everything it has said so far, on standard output and standard error. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

type Message =
  | { readonly ready: true }
  | { readonly said: string }
  | { readonly id: number; readonly result?: unknown; readonly error?: string };

/** Starts a function, its clock that many milliseconds behind the machine's; rejects with its words where its bundle does not load. */
export const startFunction = async (
  directory: string,
  name: string,
  environment: Readonly<Record<string, string>>,
  behind = 0,
): Promise<FunctionProcess> => {
  const child = fork(
    RUNNER,
    [join(directory, name, 'index.mjs'), ...(behind === 0 ? [] : [String(behind)])],
    {
      execArgv: [],
      // The gate starts them on the release that Lambda runs as well.
      execPath: process.env.TEMKIN_FUNCTION_NODE ?? process.execPath,
      // Nothing of the developer's own: a function has what the stack gives it.
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  let output = '';
  // What Node itself says of a bundle that does not load.
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));

  const waiting = new Map<number, (message: Extract<Message, { id: number }>) => void>();
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message: Message) => {
      if ('ready' in message) return resolve();
      if ('said' in message) return void (output += message.said);
      waiting.get(message.id)?.(message);
      waiting.delete(message.id);
    });
    child.once('exit', () => reject(new Error(`${name} ended: ${output}`)));
  });
  await ready;

  let events = 0;
  return {
    invoke: (event) => {
      const id = (events += 1);
      const answered = new Promise<unknown>((resolve, reject) => {
        waiting.set(id, ({ result, error }) =>
          error === undefined ? resolve(result) : reject(new Error(error)),
        );
      });
      child.send({ id, event });
      return answered;
    },
    output: () => output,
    stop: async () => {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
};

/** The lines that a function has written, each of them JSON. */
export const linesOf = ({ output }: Pick<FunctionProcess, 'output'>): readonly Record<string, unknown>[] =>
  output()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** An instant in UTC, as a line has it: Lambda takes a line without one for plain text. */
export const RFC_3339 = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
