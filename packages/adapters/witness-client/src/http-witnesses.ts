import type { Witness } from '@temkin/audit/domain';
import { parseVerifierKey, type Sha256 } from '@temkin/tlog';
import { httpWitness } from './http-witness.ts';

/** A witness as it is configured. */
export interface WitnessAddress {
  /** The key of its cosignatures, got from its operator: `name+id+base64`. */
  readonly vkey: string;
  /** Its submission prefix. */
  readonly url: string;
}

/**
 * How long one answer may take while a checkpoint waits for it. A witness is asked twice at most, so a checkpoint waits two
 * seconds for all of them.
 */
const TIMEOUT_MILLISECONDS = 1_000;

/** The witnesses of a configuration. Throws where a key is none of a witness; the message names its place in the list alone. */
export const httpWitnesses = (
  addresses: readonly WitnessAddress[],
  sha256: Sha256,
): Promise<readonly Witness[]> =>
  Promise.all(
    addresses.map(async ({ vkey, url }, at) => {
      const key = await parseVerifierKey(sha256, vkey);
      if (key?.type !== 'cosignature/v1') throw new Error(`the key of witness ${at} is none of a witness`);
      return httpWitness({ prefix: url.replace(/\/+$/, ''), key, timeoutMilliseconds: TIMEOUT_MILLISECONDS });
    }),
  );
