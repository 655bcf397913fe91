import { kmsSigner } from '@temkin/aws';
import { issueCertificate, issueRoot, toPem } from '@temkin/stir-certificates';
import { testKmsClient } from './kms-simulator.ts';
import { memorySigner } from './memory-signer.ts';

const DAY_MILLISECONDS = 86_400_000;

/** The certificate that the client of the demo's network connects with. */
export const OPERATOR_CERTIFICATE = 'c0'.repeat(32);

/** What a deployment is configured with to sign calls by a key of the key service. */
export const deployedCallSigning = async (kmsEndpoint: string, keyId: string) => {
  const client = testKmsClient(kmsEndpoint);
  const authority = { signer: memorySigner('ES256'), name: 'STIR root of a journey' };
  const inForce = { from: Date.now() - DAY_MILLISECONDS, until: Date.now() + 60 * DAY_MILLISECONDS };
  try {
    const certificate = await issueCertificate(authority, {
      name: 'SHAKEN 709J',
      publicKey: await kmsSigner({ client, keyId, algorithm: 'ES256' }).publicKey(),
      serial: Uint8Array.of(0x3f, 0x9a),
      spc: '709J',
      ...inForce,
    });
    return {
      origin: 'https://api.example',
      certificates: [{ tenant: 'demo', pem: toPem([certificate]) }],
      anchors: [
        {
          pem: toPem([await issueRoot(authority, { serial: Uint8Array.of(1), ...inForce })]),
          providers: ['709J'],
        },
      ],
      revocations: [],
      hosts: [],
      providers: [],
      clientCertificates: 'edge',
      clients: [{ tenant: 'demo', client: 'operator-mobile-client', certificates: [OPERATOR_CERTIFICATE] }],
    };
  } finally {
    client.destroy();
  }
};
