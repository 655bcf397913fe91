import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Origin } from '@temkin/http';

/** A slow sender holds a connection for this long at most. */
const REQUEST_MILLISECONDS = 30_000;

/** How long requests under way may take to finish when the server stops. */
const GRACE_MILLISECONDS = 5_000;

export interface LocalServer {
  readonly origin: string;
  /** Takes no more requests, lets those under way finish, then closes. */
  readonly stop: () => Promise<void>;
}

/** Where a request goes: decided once the port is known. */
export interface Handlers {
  /** Everything below `/oidc/`. */
  readonly issuer: RequestListener;
  readonly fetch: (request: Request, origin: Origin) => Response | Promise<Response>;
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port} is taken. Stop what listens there, or choose another: PORT=8788 npm start`,
            )
          : error,
      );
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

/** What is answered between listening and knowing what to answer. */
const notReady: RequestListener = (_, response) => void response.writeHead(503).end();

/** Listens on a loopback port and hands requests to issuer and application. */
export const startServer = async (
  port: number,
  handlersOf: (origin: string) => Handlers | Promise<Handlers>,
): Promise<LocalServer> => {
  let handle = notReady;
  const server = createServer({ requestTimeout: REQUEST_MILLISECONDS }, (request, response) =>
    handle(request, response),
  );
  const origin = `http://127.0.0.1:${await listen(server, port)}`;
  const { issuer, fetch } = await Promise.resolve(handlersOf(origin)).catch((error: unknown) => {
    server.close();
    throw error;
  });
  const application = getRequestListener(
    (request, { incoming }) => {
      const clientAddress = incoming.socket.remoteAddress;
      return fetch(request, clientAddress === undefined ? {} : { clientAddress });
    },
    { overrideGlobalObjects: false },
  );
  handle = (request, response) =>
    request.url?.startsWith('/oidc/') === true
      ? issuer(request, response)
      : void application(request, response);

  return {
    origin,
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
