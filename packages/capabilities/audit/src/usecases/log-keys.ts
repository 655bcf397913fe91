import { equalBytes, type Signer } from '@temkin/crypto';
import { fromHex, toHex } from '@temkin/kernel';
import { verifierKey, type Sha256, type VerifierKey } from '@temkin/tlog';
import type { LogName } from '../domain/index.ts';

/** What stands before the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410 §4). */
const SPKI_PREFIX = fromHex('302a300506032b6570032100') ?? new Uint8Array();
const SPKI_BYTES = 44;

const rawKey = (spki: Uint8Array): Uint8Array => {
  const prefix = spki.subarray(0, SPKI_PREFIX.length);
  if (spki.length !== SPKI_BYTES || !equalBytes(prefix, SPKI_PREFIX))
    throw new Error(`the signer of logs has no Ed25519 key: ${toHex(prefix)}`);
  return spki.slice(SPKI_PREFIX.length);
};

/**
 * The keys that logs are verified with. One signer signs all logs of a deployment; a log's origin is the address below
 * which it is served, without the scheme (c2sp.org/tlog-tiles, Parameters), and names its key, so no two logs share one.
 */
export const logKeys =
  (dependencies: {
    readonly signer: Pick<Signer, 'publicKey'>;
    readonly sha256: Sha256;
    /** Host and path before the company: `api.example/v1/audit/log`. */
    readonly prefix: string;
  }) =>
  async ({ tenant, year }: LogName): Promise<VerifierKey> => {
    const { signer, sha256, prefix } = dependencies;
    const publicKey = rawKey(await signer.publicKey());
    return verifierKey(sha256, { name: `${prefix}/${tenant}/${year}`, type: 'ed25519', publicKey });
  };
