import {
  checkIdentity,
  mintPassport,
  signingInputOf,
  tokenOf,
  type IdentityChecks,
  type IdentityVerdict,
  type PresentedCall,
  type ShakenClaims,
} from '@temkin/caller-id/domain';
import type { Signer } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import { memorySigner } from './memory-signer.ts';
import { p256KeyOf } from './p256-key.ts';

/** When the calls of these tests are made: 2026-11-21 16:20:53 UTC. */
export const NOW = 1_795_278_053_000;

export const CERTIFICATE_ADDRESS = 'https://cr.example.vn/stir/709J/3f9a.pem';

/** A call of ours, as it is signed. */
export const CLAIMS: ShakenClaims = {
  attest: 'A',
  crn: 'Giao bưu phẩm',
  dest: { tn: ['84912345678'] },
  iat: NOW / 1_000 - 1,
  orig: { tn: '842439447788' },
  origid: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  rcd: { nam: 'Bưu điện VN' },
};

export type Json = Parameters<typeof signingInputOf>[0];

export const HEADER = { alg: 'ES256', ppt: 'shaken', typ: 'passport', x5u: CERTIFICATE_ADDRESS };

/** The parameters behind a token, as we send them. */
export const PARAMETERS = `info=<${CERTIFICATE_ADDRESS}>;alg=ES256;ppt=shaken`;

/** A signature of the same key over the same message that is not the same: s instead of n − s (SEC 1 §4.1.4). */
export const otherSignature = (signature: Uint8Array): Uint8Array => {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`);
  const other = (order - s).toString(16).padStart(64, '0');
  return Uint8Array.of(...signature.subarray(0, 32), ...Buffer.from(other, 'hex'));
};

/** One provider, its key, and a verifier that trusts it. */
export const identityWorld = async (signer: Signer = memorySigner('ES256')) => {
  const key = await p256KeyOf(signer);
  const asked: string[] = [];
  const checks: IdentityChecks = {
    source: {
      find: async (address) => {
        asked.push(address);
        return { outcome: 'found', chain: [new Uint8Array(1)] };
      },
    },
    judge: { judge: async () => ({ trusted: true, key, spc: '709J' }) },
    providers: { mayCallFrom: async () => true, mayShow: async () => true },
  };

  /** A token of any header and payload, signed rightly. */
  const sign = async (header: Json, payload: Json): Promise<string> => {
    const input = signingInputOf(header, payload);
    return tokenOf(input, await signer.sign(utf8(input)));
  };

  return {
    signer,
    checks,
    asked,
    sign,
    good: async (): Promise<string> =>
      (await mintPassport(signer, CERTIFICATE_ADDRESS, CLAIMS)).identityHeader,
    check: (
      call: Partial<PresentedCall> & Pick<PresentedCall, 'identityHeaders'>,
      other: Partial<IdentityChecks> = {},
    ): Promise<IdentityVerdict> =>
      checkIdentity(
        { ...checks, ...other },
        { from: '+842439447788', to: '0912345678', date: NOW - 1_000, ...call },
        NOW,
      ),
  };
};
