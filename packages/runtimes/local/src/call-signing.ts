import { agreedProviders, type SigningDependencies } from '@temkin/caller-id';
import type { OwnCertificate } from '@temkin/caller-id/domain';
import type { Signer } from '@temkin/crypto';
import type { Clock, RandomBytes } from '@temkin/kernel';
import {
  anchorsFromPem,
  certificateJudge,
  certificateSource,
  issueCertificate,
  issueRoot,
  ownCertificate,
  toPem,
} from '@temkin/stir-certificates';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, createWhole } from './files/whole-file.ts';
import { openSignerFile } from './keys/index.ts';

/** What the signing of calls needs, beyond what everything stands on. */
export type CallSigning = Pick<
  SigningDependencies,
  'signer' | 'certificates' | 'pins' | 'source' | 'judge' | 'providers'
>;

/** Made-up codes of the demo's companies, as their licences would have. */
const PROVIDERS = { demo: '709J', other: '710K' } as const;

/** Where certificates would be served: nothing here has a certificate of TLS, so nobody fetches them but by the real path. */
const ORIGIN = 'https://localhost';

const AUTHORITY = 'Temkin local STIR root';

const DAY_MILLISECONDS = 86_400_000;
const YEARS_IN_DAYS = 3_650;

const textOf = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

/** What a file holds; made first where there is none. Of several processes at once, one makes it. */
const fileOf = async (path: string, make: () => Promise<string>): Promise<string> => {
  const found = await textOf(path);
  if (found !== undefined) return found;
  await createWhole(path, await make());
  return (await textOf(path)) ?? '';
};

/** Positive and of 16 bytes. */
const serial = (random: RandomBytes): Uint8Array => {
  const bytes = random(16);
  bytes[0] = 1 + ((bytes[0] ?? 0) & 0x3f);
  return bytes;
};

/**
 * The keys of a local system beside its others (`call-signer.pem`, `call-authority.pem`), and the certificates that its own authority
 * made at the first start (`call-root.pem`, which peers are told to trust, and `call-certificate-<company>.pem`). A connection on
 * loopback shows no certificate: here the issuer's client alone says who a network is.
 */
export const openCallSigning = async (
  directory: string,
  { clock, random }: { readonly clock: Clock; readonly random: RandomBytes },
): Promise<CallSigning> => {
  const signer = await openSignerFile(join(directory, 'call-signer.pem'), 'ES256');
  const authority = {
    signer: await openSignerFile(join(directory, 'call-authority.pem'), 'ES256'),
    name: AUTHORITY,
  };
  return localCallSigning({
    signer,
    authority,
    clock,
    random,
    keep: (name, make) => fileOf(join(directory, name), make),
  });
};

/** The same with keys and files of whoever calls. */
export const localCallSigning = async ({
  signer,
  authority,
  clock,
  random,
  keep,
  origin = ORIGIN,
}: {
  readonly signer: Signer;
  readonly authority: { readonly signer: Signer; readonly name: string };
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly keep: (name: string, make: () => Promise<string>) => Promise<string>;
  /** Where certificates are served, where somebody does fetch them. */
  readonly origin?: string;
}): Promise<CallSigning> => {
  const now = clock.now();
  const inForce = { from: now - DAY_MILLISECONDS, until: now + YEARS_IN_DAYS * DAY_MILLISECONDS };
  const root = await keep('call-root.pem', async () =>
    toPem([await issueRoot(authority, { serial: serial(random), ...inForce })]),
  );
  const certificates: OwnCertificate[] = [];
  for (const [tenant, spc] of Object.entries(PROVIDERS)) {
    const pem = await keep(`call-certificate-${tenant}.pem`, async () =>
      toPem([
        await issueCertificate(authority, {
          name: `SHAKEN ${spc}`,
          publicKey: await signer.publicKey(),
          serial: serial(random),
          spc,
          ...inForce,
        }),
      ]),
    );
    certificates.push(ownCertificate({ tenant, origin, pem }));
  }
  return {
    signer,
    certificates,
    pins: { mayConnect: () => true },
    source: certificateSource({
      hosts: [],
      clock,
      own: (address) => certificates.find((certificate) => certificate.address === address)?.chain,
      fetchText: () => Promise.resolve(undefined),
    }),
    judge: certificateJudge({ anchors: anchorsFromPem(root) }),
    providers: agreedProviders([]),
  };
};
