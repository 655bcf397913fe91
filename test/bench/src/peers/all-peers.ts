import type { GroupName } from '@temkin/parcel/domain';
import { awsEncryptionSdk } from './aws-encryption-sdk.ts';
import type { Contestant } from './contestant.ts';
import { coseEncrypt0 } from './cose.ts';
import { joseJwe } from './jose.ts';
import { libsodiumBoxPerGroup, libsodiumOneBox } from './libsodium.ts';

/** The ways that exist to put these groups on paper: whole schemes, and bare boxes, which know no key, id or padding. */
export interface Peers {
  readonly jose: Contestant;
  readonly cose: Contestant;
  readonly coseDeflate: Contestant;
  readonly aws: Contestant;
  readonly oneBox: Contestant;
  readonly boxPerGroup: Contestant;
}

/** All of them, each under a key of its own. libsodium must be ready. */
export const allPeers = async (groups: readonly GroupName[]): Promise<Peers> => ({
  jose: await joseJwe(),
  cose: coseEncrypt0(groups, false),
  coseDeflate: coseEncrypt0(groups, true),
  aws: awsEncryptionSdk(),
  oneBox: libsodiumOneBox(groups),
  boxPerGroup: libsodiumBoxPerGroup(groups),
});
