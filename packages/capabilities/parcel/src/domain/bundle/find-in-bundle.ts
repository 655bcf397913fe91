import { toBase64Url } from '@temkin/kernel';
import { parseLabelToken } from '../label/label-token.ts';
import type { BundleContent, BundledParcel } from './bundle-content.ts';
import { sha256 } from './bundle-keys.ts';

/** The digest by which a bundle tells a label: SHA-256 of the token's bytes, in base64url. */
export const bundledDigest = async (tokenBytes: Uint8Array): Promise<string> =>
  toBase64Url(await sha256(tokenBytes));

/**
 * What a scan off line comes to. `unchecked`: the label has the id of a parcel in the bundle, and the bundle no digest to
 * compare it with.
 */
export type BundleScan =
  | { readonly verdict: 'genuine' | 'unchecked'; readonly parcel: BundledParcel }
  | { readonly verdict: 'malformed' | 'forged' | 'not-loaded' };

/** Finds the parcel of a scanned label in an opened bundle, and tells whether the label is the one that was loaded. */
export const findInBundle = async ({ parcels }: BundleContent, text: string): Promise<BundleScan> => {
  const token = parseLabelToken(text);
  if (token === 'malformed') return { verdict: 'malformed' };
  const parcel = parcels.find(({ labelId }) => labelId === token.labelId);
  if (parcel === undefined) return { verdict: 'not-loaded' };
  if (parcel.labelDigest === undefined) return { verdict: 'unchecked', parcel };
  const isGenuine = (await bundledDigest(token.bytes)) === parcel.labelDigest;
  return isGenuine ? { verdict: 'genuine', parcel } : { verdict: 'forged' };
};
