import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { IssuerProfile } from '../domain/index.ts';

/** Finds the public keys of an issuer. What it returns rejects where the keys cannot be had. */
export type KeysOf = (profile: IssuerProfile) => JWTVerifyGetKey;

/**
 * Keys fetched from the issuers' JWKS addresses: kept for ten minutes, fetched anew for an unknown key id at most every
 * 30 seconds, and given up on after `timeoutMilliseconds`.
 */
export const remoteKeys = ({ timeoutMilliseconds = 3_000 } = {}): KeysOf => {
  const sets = new Map<string, JWTVerifyGetKey>();
  return ({ jwksUri }) => {
    const known = sets.get(jwksUri);
    if (known !== undefined) return known;
    const made = createRemoteJWKSet(new URL(jwksUri), {
      timeoutDuration: timeoutMilliseconds,
      cooldownDuration: 30_000,
      cacheMaxAge: 600_000,
    });
    sets.set(jwksUri, made);
    return made;
  };
};

/** Keys known beforehand, by profile id: for an issuer in the same process, and for tests. */
export const localKeys = (sets: Readonly<Record<string, JSONWebKeySet>>): KeysOf => {
  const known = new Map(Object.entries(sets).map(([id, set]) => [id, createLocalJWKSet(set)]));
  return ({ id }) => {
    const keys = known.get(id);
    if (keys === undefined) throw new Error(`no keys of issuer profile ${id}`);
    return keys;
  };
};
