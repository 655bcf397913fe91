import { getRequestListener } from '@hono/node-server';
import type { WitnessApplication } from '@temkin/witness';
import { createServer, type Server } from 'node:http';
import { UsageError } from './command.ts';

/** A slow sender holds a connection for this long at most. */
const REQUEST_MILLISECONDS = 10_000;

/** How often slow senders are looked for. */
const CHECK_MILLISECONDS = 1_000;

/** Connections at a time: logs come once in a while, so more are somebody's flood. */
const CONNECTIONS = 256;

/** How long requests under way may take to finish when the server stops. */
const GRACE_MILLISECONDS = 5_000;

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** The address of `host:port` or `[IPv6]:port`. Throws `UsageError` for anything else. */
export const parseListen = (listen: string): ListenAddress => {
  const [, six, host = six, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:\s[\]]+)):(\d{1,5})$/.exec(listen) ?? [];
  const port = Number(digits);
  if (host === undefined || !(port <= 65_535)) throw new UsageError('--listen is not host:port');
  return { host, port };
};

const listen = (server: Server, { host, port }: ListenAddress): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

/** A witness that listens. */
export interface WitnessServer {
  readonly address: string;
  /** Takes no more requests, lets those under way finish, then closes. */
  readonly stop: () => Promise<void>;
}

/** Serves a witness. TLS is for a proxy before it: what it is sent and answers is signed. */
export const serveWitness = async (
  application: WitnessApplication,
  at: ListenAddress,
): Promise<WitnessServer> => {
  const listener = getRequestListener(application, { overrideGlobalObjects: false });
  const server = createServer(
    { requestTimeout: REQUEST_MILLISECONDS, connectionsCheckingInterval: CHECK_MILLISECONDS },
    (request, response) => void listener(request, response),
  );
  server.maxConnections = CONNECTIONS;
  const port = await listen(server, at);
  const host = at.host.includes(':') ? `[${at.host}]` : at.host;
  return {
    address: `http://${host}:${port}`,
    stop: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), GRACE_MILLISECONDS);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
};
