import { localKeys, type KeysOf } from '@temkin/access';
import { rfc9068Profile, type IssuerProfile } from '@temkin/access/domain';
import { exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet } from 'jose';

/** What a token is to say. */
export interface TokenClaims {
  readonly tenant: string;
  readonly subject: string;
  /** One of the subject's own where absent. */
  readonly client?: string | undefined;
  readonly scopes: readonly string[];
  readonly issuedAtSeconds: number;
  /** `exp` minus `iat`; 0 or less for a token that is refused as expired. */
  readonly lifeSeconds: number;
}

/** An OIDC issuer within the test: its profile, its public keys and its signature. */
export interface TestIssuer {
  readonly profile: IssuerProfile;
  readonly keysOf: KeysOf;
  /** What its JWKS address answers. */
  readonly jwks: JSONWebKeySet;
  sign(claims: TokenClaims): Promise<string>;
}

/** An issuer of access tokens by RFC 9068 with a key of its own. */
export const testIssuer = async (): Promise<TestIssuer> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const profile = rfc9068Profile({
    id: 'test',
    issuer: 'https://issuer.example',
    jwksUri: 'https://issuer.example/jwks',
    audience: 'urn:temkin:api',
    clockToleranceSeconds: 0,
  });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] };
  return {
    profile,
    keysOf: localKeys({ [profile.id]: jwks }),
    jwks,
    sign: ({ tenant, subject, client, scopes, issuedAtSeconds, lifeSeconds }) =>
      new SignJWT({ tenant, client_id: client ?? `${subject}-client`, scope: scopes.join(' ') })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1' })
        .setIssuer(profile.issuer)
        .setAudience('urn:temkin:api')
        .setSubject(subject)
        .setIssuedAt(issuedAtSeconds)
        .setExpirationTime(issuedAtSeconds + lifeSeconds)
        .sign(privateKey),
  };
};
