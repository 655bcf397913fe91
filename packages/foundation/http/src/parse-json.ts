import { Refusal } from '@temkin/kernel';
import type { GeneralCode } from './general-problems.ts';
import { jsonShape } from './json-shape.ts';

const malformed = (detail: string): Refusal => new Refusal<GeneralCode>('REQUEST.MALFORMED', { detail });

const invalid = (detail: string): Refusal =>
  new Refusal<GeneralCode>('REQUEST.INVALID', { detail, errors: [{ pointer: '', detail }] });

const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('The body is not UTF-8.');
  }
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw malformed('The body is not JSON.');
  }
};

/** Lone surrogates have no UTF-8, and PostgreSQL's jsonb cannot hold NUL. */
const isStorable = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text);

const isClean = (value: unknown): boolean => {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, part]) => isStorable(name) && isClean(part));
};

/** Members that the value kept: of a repeated name, only the last. */
const membersOf = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  let members = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const part of Object.values(value)) members += membersOf(part);
  return members;
};

/**
 * Reads JSON text (RFC 8259). `REQUEST.MALFORMED` where it is not UTF-8 or not JSON. `REQUEST.INVALID` where it nests
 * deeper than allowed, which is judged first and without regard to what else may be wrong, where an object names a
 * member twice (RFC 7493 §2.3), and where a string has a lone surrogate or NUL (§2.1; only an escape can bring one in).
 */
export const parseJson = (bytes: Uint8Array, depthLimit: number): unknown => {
  const text = decode(bytes);
  const { depth, members } = jsonShape(bytes);
  if (depth > depthLimit) throw invalid(`A body nests at most ${depthLimit} levels.`);
  const value = parse(text);
  if (membersOf(value) < members) throw invalid('An object names each member once.');
  if (text.includes(String.raw`\u`) && !isClean(value)) {
    throw invalid('Text has neither lone surrogates nor NUL.');
  }
  return value;
};
