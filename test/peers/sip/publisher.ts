import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { Extension, GeneralName, id_ce_subjectAltName, SubjectAlternativeName } from '@peculiar/asn1-x509';
import { toPem } from '@temkin/stir-certificates';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo, type Server } from 'node:net';
import { stirAuthority } from '../../support/stir-authority.ts';
import { changedCertificate } from './changed-certificate.ts';

/** Where certificates are published in these tests, by us and by somebody unknown; no name server knows them. */
export const PUBLISHER = 'cr.bcvn.example.vn';
export const STRANGER = 'cr.stranger.example.com';

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
};

/** A certificate of the web for the publisher, below an authority of its own. */
const webCertificate = async () => {
  const { chain, leafPair, middle, middleCertificate, rootCertificate } = await stirAuthority(
    Date.now(),
    PUBLISHER,
  );
  const named = await changedCertificate(chain[0], middle, ({ extensions }) => {
    const names = new SubjectAlternativeName(
      [PUBLISHER, STRANGER].map((name) => new GeneralName({ dNSName: name })),
    );
    extensions?.push(
      new Extension({
        extnID: id_ce_subjectAltName,
        extnValue: new OctetString(AsnConvert.serialize(names)),
      }),
    );
  });
  return {
    cert: toPem([named, middleCertificate]),
    key: leafPair.privatePem,
    authority: toPem([rootCertificate]),
  };
};

/**
 * Serves what is found at a path, certificates, over https (and http, which nobody should ask) at addresses without a port, as they are in tokens, and to this machine alone: whoever
 * asks goes by way of a proxy that knows these hosts only.
 */
export const startPublisher = async (find: (path: string) => Promise<string | undefined>) => {
  const web = await webCertificate();
  const serve: RequestListener = ({ url = '' }, response) => {
    find(new URL(url, `https://${PUBLISHER}`).pathname).then(
      (text) => {
        const status = text === undefined ? 404 : 200;
        response.writeHead(status, { 'content-type': 'application/pem-certificate-chain' }).end(text);
      },
      (error: unknown) => response.destroy(error as Error),
    );
  };
  const secure = createSecureServer(web, serve);
  const securePort = await listening(secure);
  const proxy = createServer(serve);
  const tunnels = new Set<() => void>();
  proxy.on('connect', ({ url }, client) => {
    if (url !== `${PUBLISHER}:443` && url !== `${STRANGER}:443`) {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const target = connect(securePort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(target).pipe(client);
    });
    const close = (): void => {
      client.destroy();
      target.destroy();
      tunnels.delete(close);
    };
    tunnels.add(close);
    for (const end of [client, target]) end.on('error', close).on('close', close);
  });
  const proxyPort = await listening(proxy);
  return {
    proxy: `http://127.0.0.1:${proxyPort}`,
    webAuthority: web.authority,
    /** Where the same is to be had without the proxy. */
    secureOrigin: `https://${PUBLISHER}:${securePort}`,
    stop: async (): Promise<void> => {
      for (const close of tunnels) close();
      await Promise.all(
        [proxy, secure].map(async (server) => {
          server.closeAllConnections();
          await new Promise((resolve) => {
            server.close(resolve);
          });
        }),
      );
    },
  };
};

export type Publisher = Awaited<ReturnType<typeof startPublisher>>;
