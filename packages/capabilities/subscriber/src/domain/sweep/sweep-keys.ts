import { deriveKey, keyedHash } from '@temkin/crypto';
import { toHex } from '@temkin/kernel';
import { foldedText } from '../forms/normal.ts';

/** Bytes of a keyed name: so many that no two of a registry have one. */
const NAME_BYTES = 16;

/** Names what rules compare, so that nothing else can be told from the name. The same thing has the same name within a sweep alone. */
export interface SweepNames {
  /** By the text of an identity number; of somebody without one, by the id. */
  readonly document: (of: { readonly identity: string } | { readonly personId: string }) => string;
  readonly name: (anyOrder: string) => string;
  readonly birth: (day: string) => string;
  /** By what was digitised of it. */
  readonly contract: (sha256: string) => string;
  /** By what it is called, however it is written. */
  readonly point: (name: string, address: string) => string;
}

/** Names that are kept in memory while a segment is walked, of each kind of what many people have in common. */
const KEPT_NAMES = 20_000;

/** Names what many have in common once for most of them. */
const kept = (named: (...parts: readonly string[]) => string): typeof named => {
  const known = new Map<string, string>();
  return (...parts) => {
    const what = JSON.stringify(parts);
    const found = known.get(what) ?? named(...parts);
    if (known.size < KEPT_NAMES) known.set(what, found);
    return found;
  };
};

/** The keys of facts, made of the one that a sweep keeps: what facts are named with, and what they are sealed with. */
export const factKeys = (key: Uint8Array): { readonly names: SweepNames; readonly sealing: Uint8Array } => {
  const naming = deriveKey(key, 'regsweep', 1);
  const named = (...parts: readonly string[]): string => toHex(keyedHash(naming, NAME_BYTES, ...parts));
  return {
    names: {
      document: (of) => ('identity' in of ? named('document', of.identity) : named('person', of.personId)),
      name: (anyOrder) => named('name', anyOrder),
      birth: kept((day = '') => named('birth', day)),
      contract: (sha256) => named('contract', sha256),
      point: kept((...words) => named('point', ...words.map((text) => foldedText(text).toLowerCase()))),
    },
    sealing: deriveKey(key, 'regsweep', 2),
  };
};
