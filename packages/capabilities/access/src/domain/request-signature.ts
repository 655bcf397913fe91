import { parseDictionary, type Dictionary, type InnerList, type Item } from 'structured-headers';
import { DEVICE_ID } from './identifiers.ts';
import { signatureBase } from './signature-base.ts';

/** Tells our signatures from those of others that a request may carry (RFC 9421 §2.3, "tag"). */
export const SIGNATURE_TAG = 'temkin-device';

/** What a signature always covers; `content-digest` too, where the request has a body. */
const COVERED = ['@method', '@target-uri', 'authorization'] as const;

const PARAMETERS: ReadonlySet<string> = new Set(['created', 'nonce', 'keyid', 'tag', 'alg']);

/** RFC 9421 §6.2.2, by the curve of the key. */
export const SIGNATURE_ALGORITHMS = { Ed25519: 'ed25519', 'P-256': 'ecdsa-p256-sha256' } as const;

/** At least 128 random bits in base64url, and not so many that they fill a store. */
const NONCE = /^[\w-]{22,64}$/;

/** Longest field that is looked at; a real one has less than half of it. */
const MAX_FIELD_LENGTH = 1_024;

/** Both algorithms (RFC 9421 §3.3.4 and §3.3.6). */
const SIGNATURE_BYTES = 64;
const SHA_256_BYTES = 32;

/** What is signed of a request. */
export interface SignedMessage {
  readonly method: string;
  /** As the client asked it. */
  readonly url: string;
  readonly headers: Headers;
}

/** A signature as a request carries it, well formed and not yet verified. */
export interface RequestSignature {
  readonly deviceId: string;
  readonly nonce: string;
  readonly createdSeconds: number;
  /** Where it is said: what it must be by the device's key. */
  readonly algorithm?: string;
  readonly signature: Uint8Array;
  /** What was signed. */
  readonly base: string;
  /** SHA-256 of the body, where it is covered. */
  readonly contentDigest?: Uint8Array;
}

export type SignatureVerdict =
  | { readonly verdict: 'signed'; readonly signature: RequestSignature }
  | { readonly verdict: 'unsigned' }
  /** `because` tells the client what to mend and repeats nothing of what was sent. */
  | { readonly verdict: 'malformed'; readonly because: string };

const malformed = (because: string): SignatureVerdict => ({ verdict: 'malformed', because });

const isInnerList = (member: InnerList | Item): member is InnerList => Array.isArray(member[0]);

/** A dictionary field (RFC 8941 §3.2); undefined where it is absent, too long or none. */
const dictionaryIn = (headers: Headers, name: string): Dictionary | undefined => {
  const field = headers.get(name);
  if (field === null || field.length > MAX_FIELD_LENGTH) return undefined;
  try {
    return parseDictionary(field);
  } catch {
    return undefined;
  }
};

const bytesIn = (member: InnerList | Item | undefined, length: number): Uint8Array | undefined => {
  const [value] = member ?? [];
  return value instanceof ArrayBuffer && value.byteLength === length ? new Uint8Array(value) : undefined;
};

/** The names of exactly the components that must be covered; undefined for any others, or one with parameters. */
const namesOf = ([components]: InnerList): readonly string[] | undefined => {
  const names = components.map(([name, parameters]) => (parameters.size === 0 ? name : undefined));
  const all = new Set<unknown>([...COVERED, ...names]);
  const isExact = all.size === names.length && names.every((name) => typeof name === 'string');
  const others = [...all].filter((name) => !COVERED.some((covered) => covered === name));
  return isExact && others.every((name) => name === 'content-digest') ? names : undefined;
};

/** The parameters of a signature (RFC 9421 §2.3), where they are the ones asked for and of their form. */
const parametersOf = ([, parameters]: InnerList) => {
  if (![...parameters.keys()].every((name) => PARAMETERS.has(name))) return undefined;
  const [created, nonce, deviceId, algorithm] = ['created', 'nonce', 'keyid', 'alg'].map((name) =>
    parameters.get(name),
  );
  if (typeof created !== 'number' || !Number.isSafeInteger(created) || created < 0) return undefined;
  if (typeof nonce !== 'string' || !NONCE.test(nonce)) return undefined;
  if (typeof deviceId !== 'string' || !DEVICE_ID.test(deviceId)) return undefined;
  if (algorithm !== undefined && typeof algorithm !== 'string') return undefined;
  return { createdSeconds: created, nonce, deviceId, ...(algorithm !== undefined && { algorithm }) };
};

/**
 * Reads the signature of a device off a request (RFC 9421 §4), by its tag; signatures of others beside it mean nothing
 * here. Looks at nothing but the head: whether the body has the covered digest is for whoever reads it.
 */
export const readSignature = ({ method, url, headers }: SignedMessage): SignatureVerdict => {
  if (!headers.has('signature-input')) return { verdict: 'unsigned' };
  const inputs = dictionaryIn(headers, 'signature-input');
  if (inputs === undefined)
    return malformed(
      `Signature-Input must be a dictionary (RFC 8941) of at most ${MAX_FIELD_LENGTH} characters.`,
    );
  const tagged = [...inputs].filter(
    ([, member]) => isInnerList(member) && member[1].get('tag') === SIGNATURE_TAG,
  );
  const [first, second] = tagged;
  if (first === undefined) return { verdict: 'unsigned' };
  if (second !== undefined) return malformed(`One signature alone has the tag "${SIGNATURE_TAG}".`);

  const [label, member] = first;
  const input = member as InnerList;
  const names = namesOf(input);
  if (names === undefined)
    return malformed(
      'The signature must cover "@method", "@target-uri", "authorization" and, with a body, "content-digest".',
    );
  const parameters = parametersOf(input);
  if (parameters === undefined)
    return malformed(
      'The signature must have created, nonce (22 to 64 of base64url), keyid (the device’s id) and tag.',
    );
  const signature = bytesIn(dictionaryIn(headers, 'signature')?.get(label), SIGNATURE_BYTES);
  if (signature === undefined)
    return malformed('The field Signature must have 64 bytes under the same label.');

  const covers = names.includes('content-digest');
  const contentDigest = covers
    ? bytesIn(dictionaryIn(headers, 'content-digest')?.get('sha-256'), SHA_256_BYTES)
    : undefined;
  if (covers && contentDigest === undefined)
    return malformed('The field Content-Digest must have the sha-256 of the body (RFC 9530).');

  const base = signatureBase(input, (name) => {
    if (name === '@method') return method;
    return name === '@target-uri' ? url : (headers.get(name) ?? undefined);
  });
  return base === undefined
    ? malformed('A covered field is missing.')
    : {
        verdict: 'signed',
        signature: { ...parameters, signature, base, ...(contentDigest !== undefined && { contentDigest }) },
      };
};
