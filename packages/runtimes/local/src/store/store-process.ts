import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './child.ts';
import { freePort } from './free-port.ts';
import { loopbackAddress } from './loopback-address.ts';
import { storeBinary } from './store-binary.ts';

export interface StoreOptions {
  /** The database's file, created where it is missing, its directory not; in memory where absent. */
  readonly databaseFile?: string;
  /** Ends the process, be it starting or running. */
  readonly signal?: AbortSignal;
  readonly binary?: string;
}

export interface Store {
  readonly endpoint: string;
  /** Absent where the system gave it none. */
  readonly pid?: number;
  /** Resolves when the process has ended, by whatever hand. */
  readonly ended: Promise<void>;
  /** Ends the process and waits: SIGTERM, after three seconds SIGKILL. */
  readonly stop: () => Promise<void>;
}

const READY_WITHIN_MILLISECONDS = 10_000;
const LAUNCHES = 3;

const answers = async (endpoint: string): Promise<boolean> => {
  try {
    const response = await fetch(endpoint, { signal: AbortSignal.timeout(1_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
};

const launch = async (binary: string, { databaseFile, signal }: StoreOptions): Promise<Store> => {
  const host = loopbackAddress();
  const port = await freePort(host);
  const endpoint = `http://${host}:${port}`;
  // No further flags: the binary opens the file in WAL mode with SQLite's synchronous=FULL, an fsync before each answer.
  const file = databaseFile === undefined ? [] : ['--db-path', databaseFile];
  const child = startChild(binary, ['--host', host, '--port', String(port), ...file], {
    // A terminal sends Ctrl-C to the whole process group. The store must outlive it, in a group of its own, until the
    // server has finished its requests and stops it. A store in memory has nothing to finish and dies with its group.
    detached: databaseFile !== undefined,
    ...(signal !== undefined && { signal }),
  });
  const giveUpAt = performance.now() + READY_WITHIN_MILLISECONDS;
  // Its own word first: on a port lost to somebody else, somebody else would answer.
  while (!(child.words().includes('listening on') && (await answers(endpoint)))) {
    if (child.hasEnded()) throw new Error(`the store ended while starting: ${child.words()}`);
    if (performance.now() > giveUpAt) {
      await child.stop();
      throw new Error(`the store was not ready within ${READY_WITHIN_MILLISECONDS} ms: ${child.words()}`);
    }
    await sleep(10);
  }
  const { pid, ended, stop } = child;
  return { endpoint, ...(pid !== undefined && { pid }), ended, stop };
};

/**
 * Starts the embedded store on a loopback address and port of its own and waits until it answers, ten seconds at most.
 * Throws with the store's own words where it fails.
 */
export const startStore = async (options: StoreOptions = {}): Promise<Store> => {
  const binary = options.binary ?? storeBinary();
  for (let launches = 1; ; launches += 1) {
    try {
      return await launch(binary, options);
    } catch (error) {
      const portLost = error instanceof Error && error.message.includes('already in use');
      if (!portLost || launches === LAUNCHES) throw error;
    }
  }
};
