import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import {
  identityOf,
  type ProcessIdentity,
} from '../../packages/runtimes/local/src/data-directory/process-identity.ts';
import { demoClient, type DemoClient } from '../../packages/runtimes/local/src/demo/client.ts';
import { PERSONAS } from '../../packages/runtimes/local/src/demo/personas.ts';
import { readInstallation, requestToken } from '../../packages/runtimes/local/src/issuer/index.ts';
import { builtProgram } from './built-program.ts';

const ENTRY = new URL('../../packages/runtimes/local/src/main.ts', import.meta.url);

/** How Node is told to run it: as `npm start` does, from its sources. */
const SOURCES = ['--import', 'tsx', fileURLToPath(ENTRY)];

/** Where a server keeps its things. */
export interface ServerHome {
  readonly data: string;
  readonly log: string;
  readonly keyFile: string;
  readonly labels: string;
  readonly issuerFile: string;
  /** A store that runs already. */
  readonly storeEndpoint?: string;
  /** Who cosigns its log's checkpoints, as the environment names them. */
  readonly logWitnesses?: string;
}

/** A server as a process of its own. */
export interface ServerProcess {
  readonly pid: number;
  /** Everything it has said so far, on standard output and standard error. */
  readonly output: () => string;
  /** Where it listens, once it says that it is running; rejects with its words where it ends before that. */
  readonly origin: Promise<string>;
  /** Its exit code; undefined where a signal ended it. */
  readonly ended: Promise<number | undefined>;
  /** Sends SIGTERM and waits for the exit code. */
  readonly stop: () => Promise<number | undefined>;
  /** Sends SIGKILL and waits. The store, in a process group of its own, lives on. */
  readonly kill9: () => Promise<void>;
  /** A token of a persona, by the server's own issuer. */
  readonly tokenFor: (subject: string) => Promise<string>;
  /** Messages to telephones so far, in order. */
  readonly notices: () => Promise<readonly { readonly to: string; readonly text: string }[]>;
  /** What its simulated gateway of texts signs with. */
  readonly citizenSecret: () => Promise<string>;
  /** Talks to it over HTTP. */
  readonly client: () => Promise<DemoClient>;
}

/** A temporary directory with homes in it, and the servers that live there. */
export interface ServerHouse {
  readonly directory: string;
  /** The files of a server, in a directory of this name. */
  readonly home: (name: string) => ServerHome;
  /** Starts what `npm start` starts, or its build, on a free port unless told otherwise. */
  readonly start: (home: ServerHome, port?: number) => ServerProcess;
}

/** The living store that the lock of a data directory names. */
export const storeOf = async ({ data }: ServerHome): Promise<ProcessIdentity | undefined> => {
  const text = await readFile(join(data, 'lock.json'), 'utf8').catch(() => '{}');
  const { store } = JSON.parse(text) as { readonly store?: { readonly pid: number } };
  return store === undefined ? undefined : identityOf(store.pid);
};

/** Beside the issuer's file. */
const noticesFileOf = ({ issuerFile }: ServerHome): string => join(dirname(issuerFile), 'notices.jsonl');

/** Where a server's things are, as the environment says it to a server and to the command line. */
export const environmentOf = (home: ServerHome) => ({
  DYNAMODB_ENDPOINT: home.storeEndpoint ?? '',
  TEMKIN_DATA_DIR: home.data,
  TEMKIN_LOG_DIR: home.log,
  TEMKIN_KEY_FILE: home.keyFile,
  TEMKIN_LABELS_DIR: home.labels,
  TEMKIN_NOTICES_FILE: noticesFileOf(home),
  TEMKIN_ISSUER_FILE: home.issuerFile,
  TEMKIN_LOG_WITNESSES: home.logWitnesses ?? '',
});

const startServer = (program: readonly string[], home: ServerHome, port: number): ServerProcess => {
  const child = spawn(process.execPath, program, {
    env: {
      ...process.env,
      ...environmentOf(home),
      PORT: String(port),
      TEMKIN_CITIZEN_GATEWAYS: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('the server could not be started');

  let output = '';
  const ended = once(child, 'close').then(([code]) => (code as number | null) ?? undefined);
  const origin = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const [, found] = /^Temkin is running at (http:\S+)$/m.exec(output) ?? [];
        if (found !== undefined) resolve(found);
      });
    void ended.then(() => reject(new Error(`the server ended: ${output}`)));
  });
  // Whoever starts a server to see it refuse does not wait for its origin.
  origin.catch(() => undefined);

  const signal = async (name: 'SIGTERM' | 'SIGKILL'): Promise<number | undefined> => {
    child.kill(name);
    return ended;
  };
  const tokenFor = async (subject: string): Promise<string> => {
    const persona = PERSONAS.find((candidate) => candidate.subject === subject);
    const installation = await readInstallation(home.issuerFile);
    if (persona === undefined || installation === undefined) throw new Error(`nobody is called ${subject}`);
    return requestToken({ origin: await origin, installation, persona });
  };
  return {
    pid,
    output: () => output,
    origin,
    ended,
    stop: () => signal('SIGTERM'),
    kill9: async () => {
      await signal('SIGKILL');
    },
    tokenFor,
    notices: async () =>
      (await readFile(noticesFileOf(home), 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { readonly to: string; readonly text: string }),
    citizenSecret: () => readFile(join(dirname(home.keyFile), 'citizen-gateway.secret'), 'utf8'),
    client: async () => demoClient(await origin, tokenFor),
  };
};

/**
 * Makes room for servers, which run from their sources, or `built` once from these into one file. Call it at the top level of
 * a test file, with `await`: afterwards whatever was started here is killed, stores too, and the directory removed.
 */
export const serverHouse = async (from: 'sources' | 'built' = 'built'): Promise<ServerHouse> => {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'temkin-house-')));
  const program =
    from === 'sources' ? SOURCES : [await builtProgram(ENTRY, join(directory, 'program', 'server.mjs'))];
  const started: { readonly server: ServerProcess; readonly home: ServerHome }[] = [];
  afterAll(async () => {
    for (const { server, home } of started) {
      await server.kill9();
      const store = await storeOf(home);
      if (store !== undefined) process.kill(store.pid, 'SIGKILL');
    }
    await rm(directory, { recursive: true, force: true });
  });
  return {
    directory,
    home: (name) => ({
      data: join(directory, name, 'data'),
      log: join(directory, name, 'log'),
      keyFile: join(directory, name, 'root.key'),
      labels: join(directory, name, 'labels'),
      issuerFile: join(directory, name, 'issuer.json'),
    }),
    start: (home, port = 0) => {
      const server = startServer(program, home, port);
      started.push({ server, home });
      return server;
    },
  };
};
