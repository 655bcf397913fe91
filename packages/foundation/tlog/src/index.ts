export { formatAddCheckpoint, parseAddCheckpoint, type AddCheckpoint } from './add-checkpoint.ts';
export { formatCheckpoint, parseCheckpoint, type Checkpoint } from './checkpoint.ts';
export { proveConsistency, verifyConsistency, type ConsistencyClaim } from './consistency.ts';
export { parseDecimal } from './decimal.ts';
export { ENTRY_LIMIT_BYTES, fromBundle, toBundle } from './entry-bundle.ts';
export { findTile } from './find-tile.ts';
export { emptyRoot, leafHash, nodeHash } from './hash.ts';
export { proveInclusion, verifyInclusion, type InclusionClaim } from './inclusion.ts';
export { HASH_BYTES, type Sha256 } from './sha256.ts';
export { cosignNote, signNote } from './sign-note.ts';
export {
  formatNote,
  parseNote,
  parseSignatureLines,
  signatureLine,
  withSignature,
  type NoteSignature,
  type SignedNote,
} from './signed-note.ts';
export { hashRanges, nodesOf, type Node, type Range, type ReadNodes } from './subtree.ts';
export {
  hashesAt,
  iterateBundles,
  iterateTiles,
  newBundles,
  newTiles,
  parseTilePath,
  TILE_HEIGHT,
  TILE_WIDTH,
  tilePath,
  type Tile,
} from './tile.ts';
export { fromTile, nodesInTiles, toTile, type ReadTile } from './tile-nodes.ts';
export { formatProof, parseProof, type TlogProof } from './tlog-proof.ts';
export { appendLeaves, EMPTY_TREE, rootOf, type CompleteNode, type Tree } from './tree.ts';
export {
  formatVerifierKey,
  parseVerifierKey,
  verifierKey,
  type SignatureType,
  type VerifierKey,
} from './verifier-key.ts';
export { verifyNote, type NoteVerdict, type VerifiedSignature } from './verify-note.ts';
