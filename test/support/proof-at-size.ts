import { utf8 } from '@temkin/kernel';
import {
  cosignNote,
  formatCheckpoint,
  formatNote,
  formatProof,
  leafHash,
  proveInclusion,
  signNote,
  verifierKey,
  type SignatureType,
  type VerifierKey,
} from '@temkin/tlog';
import { memorySigner } from './memory-signer.ts';
import { sha256 } from './sha256.ts';
import { uniformTree } from './uniform-tree.ts';

/** An address of usual length. */
const [ORIGIN, WITNESS] = ['temkin.vnpost.example/v1/audit/log/ems/2027', 'witness.example/temkin'];

const keyOf = async (signer: ReturnType<typeof memorySigner>, name: string, type: SignatureType) =>
  verifierKey(sha256, { name, type, publicKey: (await signer.publicKey()).slice(-32) });

/** A proof that an entry stands in a log of this size, as a file, and what it is verified by. */
export interface ProofAtSize {
  readonly leaf: Uint8Array;
  readonly text: string;
  readonly key: VerifierKey;
}

/** The file by which an entry of a log is proved, with as many witnesses. */
export const proofAtSize = async (index: number, size: number, witnesses: number): Promise<ProofAtSize> => {
  const leaf = await leafHash(sha256, utf8('entry'));
  const { readNodes, root } = uniformTree(leaf, size);
  const proof = await proveInclusion(sha256, { index, size }, readNodes);
  const signer = memorySigner();
  const key = await keyOf(signer, ORIGIN, 'ed25519');
  const text = formatCheckpoint({ origin: ORIGIN, size, root: await root() });
  const signatures = [await signNote(text, key, signer)];
  for (let at = 0; at < witnesses; at++) {
    const witness = memorySigner();
    const by = await keyOf(witness, WITNESS, 'cosignature/v1');
    signatures.push(await cosignNote(text, by, witness, 1_800_000_000));
  }
  return { leaf, key, text: formatProof({ index, proof, checkpoint: formatNote({ text, signatures }) }) };
};
