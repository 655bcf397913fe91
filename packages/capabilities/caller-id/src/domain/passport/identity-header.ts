import { LONGEST_IDENTITY, readToken, type CompactToken } from './compact-token.ts';

/** The value of an `Identity` header (RFC 8224 §4), read and not yet believed. */
export interface IdentityHeader {
  readonly token: CompactToken;
  /** Between `<` and `>`. */
  readonly info?: string;
  readonly alg?: string;
  readonly ppt?: string;
}

/** A parameter: a name, and a value as it is, in quotes, or in angle brackets. */
const PARAMETER =
  /^\s*([A-Za-z0-9!%*_+`'~-]+)\s*=\s*(?:<([^<>"\s]+)>|"([^"\\<>]*)"|([A-Za-z0-9!%*_+`'~.-]+))\s*$/;

const parametersOf = (parts: readonly string[]): ReadonlyMap<string, string> | undefined => {
  const parameters = new Map<string, string>();
  for (const part of parts) {
    const [, name, ...values] = PARAMETER.exec(part) ?? [];
    const value = values.find((found) => found !== undefined);
    if (name === undefined || value === undefined) return undefined;
    const known = name.toLowerCase();
    // An address without brackets would end where its first parameter begins.
    if (parameters.has(known) || (known === 'info') !== (values[0] !== undefined)) return undefined;
    parameters.set(known, value);
  }
  return parameters;
};

/**
 * Reads one header. Undefined where it is longer than 8 KiB, is of another form (the compact one; two headers that were
 * joined), or names a parameter twice. Parameters of other names are let be, as RFC 8224 has it.
 */
export const readIdentityHeader = (value: string): IdentityHeader | undefined => {
  if (value.length > LONGEST_IDENTITY) return undefined;
  const [text = '', ...rest] = value.split(';');
  const token = readToken(text.trim());
  const parameters = parametersOf(rest);
  if (token === undefined || parameters === undefined) return undefined;
  const [info, alg, ppt] = ['info', 'alg', 'ppt'].map((name) => parameters.get(name));
  return {
    token,
    ...(info !== undefined && { info }),
    ...(alg !== undefined && { alg }),
    ...(ppt !== undefined && { ppt }),
  };
};
