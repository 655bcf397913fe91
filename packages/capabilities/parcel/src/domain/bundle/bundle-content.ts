import { utf8 } from '@temkin/kernel';
import canonicalize from 'canonicalize';
import type { AmendedFields } from '../amendments.ts';
import type { ParcelState } from '../states.ts';

/** What a bundle tells of one parcel. */
export interface BundledParcel {
  readonly waybillNumber: string;
  /** 16 hexadecimal digits, as the label's token has it. */
  readonly labelId: string;
  /**
   * SHA-256 of the token's bytes in base64url: it alone tells the label from one that was made up. Absent where no label
   * was scanned for this bundle.
   */
  readonly labelDigest?: string;
  readonly state: ParcelState;
  readonly sortCode?: string;
  /** The permitted groups as they are known when it is issued, and no other. */
  readonly groups: Partial<AmendedFields>;
}

/** What a device gets for a shift. Times are RFC 3339, UTC. */
export interface BundleContent {
  readonly bundleId: string;
  readonly tenant: string;
  readonly shiftId: string;
  readonly shipper: string;
  readonly deviceId: string;
  readonly issuedAt: string;
  /** From when on the app shows it no more. Advisory: a bundle that was issued stays readable to who has device and key. */
  readonly expiresAt: string;
  /** How often the app shows a parcel's groups off line before it asks to be on line. Advisory, as the app's own count is. */
  readonly allowance: number;
  /** Names of the communes that the groups name by their codes. */
  readonly communes: Readonly<Record<string, { readonly name: string; readonly provinceName: string }>>;
  /** In the order of the request. */
  readonly parcels: readonly BundledParcel[];
}

/** More than a parcel with the longest usual texts takes, so that the length tells how many there are and no more. */
const BYTES_PER_PARCEL = 1_024;

const SPACE = 0x20;

/**
 * A content as the bytes that are sealed: canonical JSON (RFC 8785), and spaces behind it up to the next multiple of 1,024
 * bytes times one more than there are parcels.
 */
export const encodeBundle = (content: BundleContent): Uint8Array => {
  const text = canonicalize(content);
  if (text === undefined) throw new Error('a bundle is a JSON object');
  const bytes = utf8(text);
  const block = BYTES_PER_PARCEL * (content.parcels.length + 1);
  const padded = new Uint8Array(Math.ceil(bytes.length / block) * block).fill(SPACE);
  padded.set(bytes);
  return padded;
};

/** The content that the bytes hold; undefined where they are no canonical JSON with spaces behind it. */
export const decodeBundle = (padded: Uint8Array): BundleContent | undefined => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(padded).replace(/ +$/, '');
    const content = JSON.parse(text) as BundleContent;
    return canonicalize(content) === text ? content : undefined;
  } catch {
    return undefined;
  }
};
