import {
  checkIdentity,
  mintPassport,
  signingInputOf,
  tokenOf,
  type IdentityChecks,
  type IdentityVerdict,
  type ShakenClaims,
} from '@temkin/caller-id/domain';
import { utf8 } from '@temkin/kernel';
import {
  certificateJudge,
  certificateSource,
  revocationsToPem,
  textFetcher,
  toPem,
} from '@temkin/stir-certificates';
import { randomUUID } from 'node:crypto';
import { CALLER, certificateChains } from './certificate-chains.ts';
import { startPeers, type SipCall } from './programs.ts';
import { PUBLISHER, startPublisher } from './publisher.ts';

/** Whom these tests call. */
export const CALLEE = '84912345678';
const NAME = 'Bưu điện VN';

/** The longest that a company may be shown by: 35 letters. */
export const LONG_NAME = 'Bưu điện thử nghiệm tỉnh Điện Biên.';

/** The right certificate once more, where its own number would have it served: 20 octets at the most (RFC 5280 §4.1.2.2). */
export const LONG_SERIAL = '7f'.repeat(20);

export type Json = Parameters<typeof signingInputOf>[0];
export type Members = Readonly<Record<string, Json | undefined>>;

/** A token other than ours: of another certificate, header, payload or parameters, and signed rightly. */
export interface OtherToken {
  readonly certificate?: string;
  readonly address?: string;
  /** What the header and the payload say instead; undefined for what they say no more. */
  readonly header?: Members;
  readonly claims?: Members;
  /** What stands behind the token. */
  readonly parameters?: (address: string) => string;
}

/** Where a certificate is served. */
export const addressOf = (certificate: string): string => `https://${PUBLISHER}/stir/709J/${certificate}.pem`;

export const parametersOf = (address: string): string => `info=<${address}>;alg=ES256;ppt=shaken`;

/** What our signer says of a call that is made now. */
const claims = (): ShakenClaims => ({
  attest: 'A',
  crn: 'Giao bưu phẩm',
  dest: { tn: [CALLEE] },
  iat: Math.floor(Date.now() / 1_000) - 1,
  orig: { tn: CALLER },
  origid: randomUUID(),
  rcd: { nam: NAME },
});

/** Our authority, certificates of it that are wrong in one thing each, the peers who trust it, and our own verifier. */
export const startSipWorld = async () => {
  const { root, chains, signer, privatePem, revocations } = await certificateChains();
  const files = new Map(
    Object.entries({ ...chains, [LONG_SERIAL]: chains.good ?? [] }).map(([name, chain]) => [
      new URL(addressOf(name)).pathname,
      toPem(chain),
    ]),
  );
  const publisher = await startPublisher(async (path) => files.get(path));

  const fetchText = textFetcher({
    mayConnectTo: (address) => address === '127.0.0.1',
    lookup: (_host, _options, answer) => {
      answer(null, [{ address: '127.0.0.1', family: 4 }]);
    },
    tlsAuthorities: publisher.webAuthority,
  });
  const checks: IdentityChecks = {
    source: certificateSource({
      fetchText: ({ pathname }) => fetchText(new URL(pathname, publisher.secureOrigin)),
      hosts: [PUBLISHER],
      clock: { now: Date.now },
    }),
    judge: certificateJudge({ anchors: [{ certificate: root }], revocations: [revocations] }),
    providers: {
      mayCallFrom: async (spc, number) => spc === '709J' && number === CALLER,
      mayShow: async (spc, name) => spc === '709J' && [NAME, LONG_NAME].includes(name),
    },
  };

  const signed = async (input: string): Promise<string> => tokenOf(input, await signer.sign(utf8(input)));

  const other = async ({
    certificate = 'good',
    address = addressOf(certificate),
    header = {},
    claims: changed = {},
    parameters = parametersOf,
  }: OtherToken): Promise<string> => {
    const head = { alg: 'ES256', ppt: 'shaken', typ: 'passport', x5u: address, ...header };
    const [written, said] = [head, { ...claims(), ...changed }].map(
      (members) => JSON.parse(JSON.stringify(members)) as Json,
    );
    const token = await signed(signingInputOf(written ?? {}, said ?? {}));
    return [token, parameters(address)].filter((part) => part !== '').join(';');
  };

  let peers: Awaited<ReturnType<typeof startPeers>>;
  try {
    peers = await startPeers(publisher, {
      root: toPem([root]),
      revocations: revocationsToPem(revocations),
    });
  } catch (error) {
    await publisher.stop();
    throw error;
  }

  return {
    peers,
    /** The key of all these certificates. */
    privatePem,
    /** A header as we send it. */
    minted: async (): Promise<string> =>
      (await mintPassport(signer, addressOf('good'), claims())).identityHeader,
    other,
    signed,
    /** What our own verifier says of a call as a proxy would tell it. */
    ours: ({ caller, callee, date, identities }: SipCall): Promise<IdentityVerdict> =>
      checkIdentity(
        checks,
        {
          identityHeaders: identities,
          to: callee,
          date: Math.floor(date.getTime() / 1_000) * 1_000,
          ...(caller !== 'anonymous' && { from: caller }),
        },
        Date.now(),
      ),
    stop: async (): Promise<void> => {
      await peers.stop();
      await publisher.stop();
    },
  };
};

export type SipWorld = Awaited<ReturnType<typeof startSipWorld>>;
