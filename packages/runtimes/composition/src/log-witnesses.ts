import type { Witness } from '@temkin/audit/domain';
import { httpWitnesses, type WitnessAddress } from '@temkin/witness-client';
import { sha256 } from './sha256.ts';

/** The witnesses that logs are configured with. Throws where a key is none of a witness. */
export const logWitnesses = (addresses: readonly WitnessAddress[]): Promise<readonly Witness[]> =>
  httpWitnesses(addresses, sha256);
