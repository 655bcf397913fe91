import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Publisher } from './publisher.ts';

/** Debian's packages, as test/peers/run.mjs has unpacked them. */
const ROOT = process.env.TEMKIN_SIP_PEERS ?? '';
if (ROOT === '') throw new Error('start these tests by npm run test:peers');

const LIBRARIES = join(ROOT, 'usr/lib/x86_64-linux-gnu');
const SECSIPIDX = join(ROOT, 'usr/bin/secsipidx');
const KAMAILIO = join(ROOT, 'usr/sbin/kamailio');
const SIPP = join(ROOT, 'usr/bin/sipp');
const CONFIGURATION = fileURLToPath(new URL('kamailio.cfg', import.meta.url));
const SCENARIO = fileURLToPath(new URL('call.xml', import.meta.url));

/** Seconds that a token is good for, and that a certificate may take; kamailio.cfg has the same. */
const TIMES = ['-expire', '60', '-timeout', '2'];

/** What is verified of certificates: dates (1), a root in a file (4), a list of what was revoked (16). */
const CERTIFICATE_CHECKS = 1 + 4 + 16;

/** A call as SIPp makes it. */
export interface SipCall {
  /** User parts of `From` and of the request: numbers as they are dialled. */
  readonly caller: string;
  readonly callee: string;
  readonly date: Date;
  /** Values of `Identity`, each in a header of its own. */
  readonly identities: readonly string[];
  /** What the call is to carry (SDP), in lines; nothing where absent. */
  readonly session?: readonly string[];
}

/** How a message of SIP travels. */
export type Transport = 'udp' | 'tcp';

/** What a proxy answers, and what its library says: 1 for yes, else its code; nothing where it was not asked. */
export interface SipAnswer {
  readonly status: number;
  readonly library: number | undefined;
}

/** An answer, and how large the INVITE was that got it. */
export interface SizedAnswer {
  readonly answer: SipAnswer;
  readonly bytes: number;
}

/** A call that secsipidx signs, by a key and where its certificate is. */
export interface SecsipidxCall {
  readonly orig: string;
  readonly dest: string;
  readonly address: string;
  readonly privatePem: string;
}

/** What the peers believe in. */
export interface PeerTrust {
  /** In PEM. */
  readonly root: string;
  readonly revocations: string;
}

const pause = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 20);
  });

const freeUdpPorts = async (): Promise<readonly [number, number]> => {
  const sockets = [createSocket('udp4'), createSocket('udp4')] as const;
  for (const socket of sockets)
    await new Promise<void>((resolve) => {
      socket.bind(0, '127.0.0.1', resolve);
    });
  const [first, second] = sockets;
  const ports = [first.address().port, second.address().port] as const;
  for (const socket of sockets) socket.close();
  return ports;
};

const freeTcpPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** A request that every proxy knows; the answer, if one comes soon. */
const isAsked = async (port: number): Promise<boolean> => {
  const socket = createSocket('udp4');
  const answered = new Promise<boolean>((resolve) => {
    socket.on('message', () => {
      resolve(true);
    });
    setTimeout(resolve, 100, false);
  });
  const lines = [
    `OPTIONS sip:127.0.0.1:${port} SIP/2.0`,
    'Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK-ready;rport',
    'From: <sip:ready@127.0.0.1>;tag=1',
    `To: <sip:127.0.0.1:${port}>`,
    'Call-ID: ready',
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
  ];
  socket.send(`${lines.join('\r\n')}\r\n\r\n`, port, '127.0.0.1');
  const is = await answered;
  socket.close();
  return is;
};

interface Program {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

const isRunning = ({ child }: Program): boolean => child.exitCode === null && child.signalCode === null;

const stop = async (program: Program): Promise<void> => {
  if (isRunning(program)) program.child.kill('SIGTERM');
  await program.ended;
};

const untilReady = async (program: Program, isReady: () => Promise<boolean>): Promise<void> => {
  while (!(await isReady())) {
    if (!isRunning(program)) throw new Error(`${program.child.spawnfile} ended: ${program.said()}`);
    await pause();
  }
};

/** Starts the peers, programs of Debian's that fetch certificates from a publisher. */
export const startPeers = async (publisher: Publisher, trust: PeerTrust) => {
  const directory = mkdtempSync(join(tmpdir(), 'temkin-sip-'));
  let files = 0;
  const file = (text: string): string => {
    files += 1;
    const path = join(directory, `${files}.txt`);
    writeFileSync(path, text);
    return path;
  };
  const [root, revocations] = [file(trust.root), file(trust.revocations)];
  const env = {
    LD_LIBRARY_PATH: `${LIBRARIES}:${join(LIBRARIES, 'kamailio')}`,
    HTTPS_PROXY: publisher.proxy,
    HTTP_PROXY: publisher.proxy,
    SSL_CERT_FILE: file(publisher.webAuthority),
    TERM: 'dumb',
  };

  const run = (path: string, args: readonly string[]): Program => {
    const child = spawn(path, args, { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => {
        said = (said + text.toString()).slice(-2_000);
      });
    const kill = (): void => void child.kill('SIGKILL');
    process.once('exit', kill);
    const ended = once(child, 'close').then(() => {
      process.off('exit', kill);
      return child.exitCode;
    });
    return { child, said: () => said, ended };
  };

  const checks = [
    '-cert-verify',
    String(CERTIFICATE_CHECKS),
    '-ca-file',
    root,
    '-crl-file',
    revocations,
  ].concat(TIMES);
  const checker = `http://127.0.0.1:${await freeTcpPort()}/v1/check`;
  const secsipidx = run(SECSIPIDX, ['-http-srv', new URL(checker).host, ...checks]);

  const [careful, plain] = await freeUdpPorts();
  const carefulOverTcp = await freeTcpPort();
  const kamailio = run(
    KAMAILIO,
    [
      ['-f', CONFIGURATION, '-L', join(LIBRARIES, 'kamailio/modules')],
      ['-l', `udp:127.0.0.1:${careful}`, '-l', `udp:127.0.0.1:${plain}`, '-A', `PLAIN_PORT=${plain}`],
      ['-l', `tcp:127.0.0.1:${carefulOverTcp}`],
      ['-A', `ROOT="CertCAFile=${root}"`, '-A', `REVOCATIONS="CertCRLFile=${revocations}"`],
      ['-A', `CHECKS="CertVerify=${CERTIFICATE_CHECKS}"`],
      ['-DD', '-E', '-P', join(directory, 'kamailio.pid'), '-Y', directory, '-m', '64', '-M', '8'],
    ].flat(),
  );

  const stopAll = async (): Promise<void> => {
    await Promise.all([secsipidx, kamailio].map(stop));
    rmSync(directory, { recursive: true });
  };

  /** SIPp ends by itself once it has its answer. */
  const callAt = async (port: number, call: SipCall, transport: Transport = 'udp'): Promise<SizedAnswer> => {
    const trace = file('');
    const sipp = run(
      SIPP,
      [
        [`127.0.0.1:${port}`, '-i', '127.0.0.1', '-sf', SCENARIO, '-m', '1', '-nostdin'],
        ['-t', transport === 'tcp' ? 't1' : 'u1'],
        ['-timeout', '10', '-timeout_error', '-default_behaviors', 'none'],
        ['-trace_msg', '-message_file', trace, '-message_overwrite', 'true'],
        ['-key', 'caller', call.caller, '-key', 'callee', call.callee],
        ['-key', 'sipdate', call.date.toUTCString()],
        ['-key', 'identities', call.identities.map((value) => `Identity: ${value}\r\n`).join('')],
        ['-key', 'session', (call.session ?? []).map((line) => `${line}\r\n`).join('')],
      ].flat(),
    );
    await sipp.ended;
    const messages = readFileSync(trace, 'utf8');
    const [, bytes] = /message sent \((\d+) bytes\)/.exec(messages) ?? [];
    const [, status] = /^SIP\/2\.0 (\d{3}) /m.exec(messages) ?? [];
    const [, library] = /^P-Library: (-?\d+)/m.exec(messages) ?? [];
    if (status === undefined) throw new Error(`nobody answered SIPp: ${sipp.said()}`);
    return {
      answer: { status: Number(status), library: library === undefined ? undefined : Number(library) },
      bytes: Number(bytes),
    };
  };

  try {
    await untilReady(secsipidx, () =>
      fetch(checker, { method: 'POST' }).then(
        () => true,
        () => false,
      ),
    );
    await untilReady(kamailio, () => isAsked(careful));
  } catch (error) {
    await stopAll();
    throw error;
  }

  return {
    /** Exit code of the command, which is told where the certificates are: 0, or the library's code modulo 256. */
    command: (identity: string, address: string): Promise<number | null> =>
      run(SECSIPIDX, ['-check', '-fidentity', file(identity), '-fpubkey', address, ...checks]).ended,
    /** Whether the checker over HTTP says yes, which looks itself where the certificates are. */
    overHttp: async (identity: string): Promise<boolean> =>
      (await fetch(checker, { method: 'POST', body: identity })).ok,
    /** A header as secsipidx signs it. */
    sign: async ({ orig, dest, address, privatePem }: SecsipidxCall): Promise<string> => {
      const signing = run(
        SECSIPIDX,
        [
          ['-sign-full', '-orig-tn', orig, '-dest-tn', dest, '-attest', 'A'],
          ['-x5u', address, '-fprvkey', file(privatePem)],
        ].flat(),
      );
      await signing.ended;
      return signing.said().trim();
    },
    /** What a proxy answers that does as the module's page shows. */
    plain: async (call: SipCall): Promise<SipAnswer> => (await callAt(plain, call)).answer,
    /** What a proxy answers that does all that its configuration can. */
    careful: async (call: SipCall): Promise<SipAnswer> => (await callAt(careful, call)).answer,
    /** The same over a transport, with the size of what was sent. */
    carefulOver: (transport: Transport, call: SipCall): Promise<SizedAnswer> =>
      callAt(transport === 'tcp' ? carefulOverTcp : careful, call, transport),
    stop: stopAll,
  };
};
