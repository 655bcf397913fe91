import type { Signer } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import { LONGEST_IDENTITY, signingInputOf, tokenOf } from './compact-token.ts';
import { payloadOf, type ShakenClaims } from './shaken-claims.ts';

/** A signed call: the token, and the header of the INVITE that carries it. */
export interface MintedPassport {
  /** Full form, never the compact one (ATIS-1000074 §5.3.3). */
  readonly token: string;
  /** The whole value of `Identity` (RFC 8224 §4). */
  readonly identityHeader: string;
}

/**
 * Signs the claims of a call as a `shaken` PASSporT (RFC 8588) by the certificate at an address. The signer's key must be that
 * certificate's. Throws where the signer does, where it is not of ES256, and for claims that a verifier would refuse.
 */
export const mintPassport = async (
  signer: Signer,
  certificateAddress: string,
  claims: ShakenClaims,
): Promise<MintedPassport> => {
  if (signer.algorithm !== 'ES256') throw new Error('calls are signed by ES256');
  const header = { alg: 'ES256', ppt: 'shaken', typ: 'passport', x5u: certificateAddress };
  const signingInput = signingInputOf(header, payloadOf(claims));
  const token = tokenOf(signingInput, await signer.sign(utf8(signingInput)));
  const identityHeader = `${token};info=<${certificateAddress}>;alg=ES256;ppt=shaken`;
  if (identityHeader.length > LONGEST_IDENTITY) throw new Error('the identity of a call is too long');
  return { token, identityHeader };
};
