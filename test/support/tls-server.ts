import { toPem } from '@temkin/stir-certificates';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { stirAuthority } from './stir-authority.ts';

/** A server of https on this machine, under a name that only its own authority vouches for. */
export const tlsServer = async (
  name: string,
  serve: (request: IncomingMessage, response: ServerResponse) => void,
) => {
  const { chain, leafPair, rootCertificate } = await stirAuthority(Date.now(), name);
  const server = createServer({ key: leafPair.privatePem, cert: toPem(chain) }, serve);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://${name}:${port}`,
    tlsAuthorities: toPem([rootCertificate]),
    stop: async (): Promise<void> => {
      const closed = new Promise((resolve) => {
        server.close(resolve);
      });
      server.closeAllConnections();
      await closed;
    },
  };
};
