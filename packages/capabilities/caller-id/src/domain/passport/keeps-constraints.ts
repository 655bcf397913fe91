import type { ClaimConstraints } from './certificates.ts';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Whether a payload says no more and no less than the certificate of its signer allows (RFC 8226 §8). */
export const keepsConstraints = (
  payload: Readonly<Record<string, unknown>>,
  { mustInclude, permitted }: ClaimConstraints,
): boolean =>
  mustInclude.every((claim) => Object.hasOwn(payload, claim)) &&
  permitted.every(
    ({ claim, values }) => !Object.hasOwn(payload, claim) || values.includes(textOf(payload[claim])),
  );
