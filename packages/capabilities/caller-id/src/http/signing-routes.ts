import { publicRoute, route, type PublicRoute, type Route } from '@temkin/http';
import type { IdentityVerdict, OwnCertificate } from '../domain/index.ts';
import type { readCertificate } from '../usecases/read-certificate.ts';
import type { signCall } from '../usecases/sign-call.ts';
import type { verifyCall } from '../usecases/verify-call.ts';
import { readCertificateSpec, readKeysSpec, signCallSpec, verifyCallSpec } from './signing-specs.ts';

export interface SigningUsecases {
  readonly signCall: ReturnType<typeof signCall>;
  readonly verifyCall: ReturnType<typeof verifyCall>;
}

/** Paths name a certificate for good. */
const FOREVER = { 'cache-control': 'public, max-age=86400, immutable' };
/** A new key is used once those who keep this have asked again. */
const FOR_A_WHILE = { 'cache-control': 'public, max-age=300' };

/** A call without an identity, and one that was diverted, are neither proved nor disproved. */
const UNDECIDED: ReadonlySet<string> = new Set(['absent', 'diverted']);

const verificationView = (verdict: IdentityVerdict) => {
  const ppt = 'shaken' as const;
  if (verdict.accepted) {
    // Digests of what the claims refer to are for whoever fetches that, out of the token.
    const { rcdi: _rcdi, ...validClaims } = verdict.claims;
    const verifyResult = { ppt, status: 'success' as const, validClaims };
    return { verstatValue: 'TN-Validation-Passed' as const, verifyResults: [{ verifyResult }] };
  }
  const { fault, code, reason } = verdict;
  const verifyResult = { ppt, status: 'failure' as const, reasonCode: code, reasonText: reason };
  return {
    verstatValue: UNDECIDED.has(fault) ? ('No-TN-Validation' as const) : ('TN-Validation-Failed' as const),
    verifyResults: [{ verifyResult }],
  };
};

const keyView = ({ key, thumbprint, address }: OwnCertificate) => ({
  ...key,
  alg: 'ES256' as const,
  use: 'sig' as const,
  kid: thumbprint,
  x5u: address,
  'x5t#S256': thumbprint,
});

/** What networks ask. */
export const signingRoutes = (usecases: SigningUsecases): readonly Route[] => [
  route(signCallSpec, async ({ caller, clientCertificate, body: { signingRequest } }) => {
    const { orig, dest } = signingRequest;
    const { identityHeader, receipt } = await usecases.signCall(caller, {
      orig: orig.tn,
      dest: dest.tn[0] ?? '',
      clientCertificate,
    });
    return { body: { signingResponse: { identityHeader } }, receipt };
  }),
  route(verifyCallSpec, async ({ caller, clientCertificate, body: { verificationRequest } }) => {
    const { identityHeader, identityHeaders = [], from, to, time, callId } = verificationRequest;
    const verdict = await usecases.verifyCall(caller, {
      identityHeaders: [...(identityHeader === undefined ? [] : [identityHeader]), ...identityHeaders],
      ...(from !== undefined && { from: from.tn }),
      to: to.tn,
      ...(time !== undefined && { date: Date.parse(time) }),
      ...(callId !== undefined && { callId }),
      clientCertificate,
    });
    return { body: { verificationResponse: verificationView(verdict) } };
  }),
];

/** What is published for whoever verifies. */
export const certificateRoutes = ({
  readCertificate: read,
  certificates,
}: {
  readonly readCertificate: ReturnType<typeof readCertificate>;
  readonly certificates: () => readonly OwnCertificate[];
}): readonly PublicRoute[] => [
  publicRoute(readCertificateSpec, async ({ params: { spc, serial } }) => ({
    body: read(spc, serial.slice(0, -'.pem'.length)).pem,
    headers: FOREVER,
  })),
  publicRoute(readKeysSpec, async () => ({
    body: { keys: certificates().map(keyView) },
    headers: FOR_A_WHILE,
  })),
];
