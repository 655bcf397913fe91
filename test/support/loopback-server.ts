import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A server that only this machine reaches. */
export interface LoopbackServer {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
  /** Listens again where it did before it was stopped. */
  readonly restart: () => Promise<void>;
}

/** Listens on a free port; a request that cannot be served loses its connection. */
export const loopbackServer = async (
  serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<LoopbackServer> => {
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    restart: () =>
      new Promise<void>((resolve) => {
        server.listen(port, '127.0.0.1', resolve);
      }),
    stop: async () => {
      const closed = new Promise((resolve) => {
        server.close(resolve);
      });
      server.closeAllConnections();
      await closed;
    },
  };
};
