import type { Json } from './json-text.ts';
import { isCanonicalNumber } from './telephone-number.ts';

/** How sure the signer is: of caller and number (A), of the caller (B), of where the call came in (C). RFC 8588 §4. */
export const ATTESTATIONS = ['A', 'B', 'C'] as const;

export type Attestation = (typeof ATTESTATIONS)[number];

/** How a caller wants to be shown (RFC 9795 §5.1). */
export interface RichCallData {
  readonly nam: string;
  /** Another number to show, canonical. */
  readonly apn?: string;
  /** Address of an image, https. */
  readonly icn?: string;
}

/** What a `shaken` PASSporT says (RFC 8225 §5, RFC 8588 §4), with the rich call data inside it. */
export interface ShakenClaims {
  readonly attest: Attestation;
  /** Why the call is made (RFC 9795 §5.1.6). */
  readonly crn?: string;
  /** Whom it is to reach: canonical numbers. */
  readonly dest: { readonly tn: readonly string[] };
  /** Seconds since the epoch. */
  readonly iat: number;
  readonly orig: { readonly tn: string };
  /** UUID: of ours, the call intent's. */
  readonly origid: string;
  readonly rcd?: RichCallData;
  /** Digests of what `rcd` refers to: `sha256-` and base64 without padding, by JSON pointer (RFC 9795 §6). */
  readonly rcdi?: Readonly<Record<string, string>>;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const DIGEST = /^sha(?:256|384|512)-[A-Za-z0-9+/]{43,86}$/;

/** The longest name and reason that are believed, in characters: BCID shows 35, CAMARA 32, and others may allow more. */
const LONGEST_TEXT = 128;

/** As many as a call has in practice; more is somebody's list. */
const MOST_DESTINATIONS = 8;

type Members = Readonly<Record<string, unknown>>;

const membersOf = (value: unknown): Members | undefined =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : undefined;

/**
 * What no screen shows, or that turns the direction of what it shows: controls, formats, private use, halves and none of
 * characters, fillers (but for the selectors of an emoji's colour), the blank of Braille.
 */
const UNSHOWN =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u2800]|(?![\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}/u;

/** One way to write it (NFC), without blanks at its ends, and nothing in it that is not shown. */
const isShowable = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= LONGEST_TEXT &&
  value.normalize('NFC') === value &&
  value.trim() === value &&
  !UNSHOWN.test(value);

const isSecureAddress = (value: unknown): value is string =>
  typeof value === 'string' && URL.canParse(value) && new URL(value).protocol === 'https:';

const isNumber = (value: unknown): value is string => typeof value === 'string' && isCanonicalNumber(value);

const isAttestation = (value: unknown): value is Attestation =>
  ATTESTATIONS.some((attestation) => attestation === value);

const richCallDataOf = (value: unknown): RichCallData | undefined => {
  const { nam, apn, icn } = membersOf(value) ?? {};
  if (!isShowable(nam)) return undefined;
  if (apn !== undefined && !isNumber(apn)) return undefined;
  if (icn !== undefined && !isSecureAddress(icn)) return undefined;
  return { nam, ...(apn !== undefined && { apn }), ...(icn !== undefined && { icn }) };
};

const digestsOf = (value: unknown): Readonly<Record<string, string>> | undefined => {
  const digests = Object.entries(membersOf(value) ?? {}).filter(
    (entry): entry is [string, string] =>
      entry[0].startsWith('/') && typeof entry[1] === 'string' && DIGEST.test(entry[1]),
  );
  const all = Object.keys(membersOf(value) ?? {}).length;
  return all > 0 && digests.length === all ? Object.fromEntries(digests) : undefined;
};

const destinationsOf = (value: unknown): readonly string[] | undefined => {
  const { tn, ...others } = membersOf(value) ?? {};
  if (!Array.isArray(tn) || tn.length === 0 || tn.length > MOST_DESTINATIONS) return undefined;
  return Object.keys(others).length === 0 && tn.every(isNumber) ? tn : undefined;
};

const originOf = (value: unknown): string | undefined => {
  const { tn, ...others } = membersOf(value) ?? {};
  return isNumber(tn) && Object.keys(others).length === 0 ? tn : undefined;
};

/** When a token says that it was made, in seconds since the epoch; undefined where it says no whole number (RFC 8225, erratum 5985). */
export const issuedAt = (payload: Members): number | undefined =>
  typeof payload.iat === 'number' && Number.isSafeInteger(payload.iat) ? payload.iat : undefined;

/**
 * The claims of a payload; undefined where one that there must be is missing, and where one that is there is not of its form.
 * Claims that we do not know are left out.
 */
export const shakenClaims = (payload: Members): ShakenClaims | undefined => {
  const { attest, crn, origid } = payload;
  const [iat, orig, dest] = [issuedAt(payload), originOf(payload.orig), destinationsOf(payload.dest)];
  if (!isAttestation(attest) || typeof origid !== 'string' || !UUID.test(origid)) return undefined;
  if (iat === undefined || orig === undefined || dest === undefined) return undefined;
  const rcd = richCallDataOf(payload.rcd);
  const rcdi = digestsOf(payload.rcdi);
  if ((payload.rcd !== undefined && rcd === undefined) || (payload.rcdi !== undefined && rcdi === undefined))
    return undefined;
  if (crn !== undefined && !isShowable(crn)) return undefined;
  return {
    attest,
    ...(crn !== undefined && { crn }),
    dest: { tn: dest },
    iat,
    orig: { tn: orig },
    origid,
    ...(rcd !== undefined && { rcd }),
    ...(rcdi !== undefined && { rcdi }),
  };
};

/** Claims as what is signed of them. Throws where the verifier that we are would refuse them. */
export const payloadOf = (claims: ShakenClaims): Json => {
  const payload = { ...claims };
  if (shakenClaims(payload) === undefined) throw new Error('these are no claims of a call');
  return JSON.parse(JSON.stringify(payload)) as Json;
};
