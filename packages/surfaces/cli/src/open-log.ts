import { concatBytes, systemWait } from '@temkin/kernel';
import { BLOB_SUFFIX } from '@temkin/local/witness';
import { findTile, parseTilePath, tilePath, type VerifierKey } from '@temkin/tlog';
import { remembering, type LogToVerify, type ReadLogFile } from '@temkin/audit/domain';
import { join } from 'node:path';
import { UsageError } from './command.ts';
import { isTokenAddress } from './token-address.ts';
import { readIfThere } from './whole-files.ts';

/** Milliseconds that a file of a log may take on a slow line. */
const LONGEST_ANSWER_MILLISECONDS = 60_000;

/** Larger than any bundle: 256 entries of 65,535 bytes and the lengths before them. */
const LARGEST_FILE_BYTES = 256 * 65_537;

/** A log that lies in a directory, as an export lays it out, or as a server on one machine does. */
export const directoryLog = (directory: string): ReadLogFile => {
  const read = (path: string) => readIfThere(join(directory, path), LARGEST_FILE_BYTES);
  return async (path) => (await read(path)) ?? read(`${path}${BLOB_SUFFIX}`);
};

/** How often a log that is busy is asked again. */
const ATTEMPTS = 5;

/** Milliseconds until a busy log is asked again that does not say when, and at most. */
const PATIENCE_MILLISECONDS = 2_000;
const LONGEST_PATIENCE_MILLISECONDS = 60_000;

const patienceOf = (response: Response): number => {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const wanted = Number.isFinite(seconds) ? seconds * 1_000 : PATIENCE_MILLISECONDS;
  return Math.min(Math.max(wanted, 0), LONGEST_PATIENCE_MILLISECONDS);
};

const isBusy = ({ status }: Response): boolean => status === 429 || status === 503;

/** Why nobody answers: what `fetch` throws says so in its cause alone. */
const reasonOf = (error: unknown): string => {
  const reason = error instanceof Error ? (error.cause ?? error) : error;
  return reason instanceof Error ? reason.message : String(reason);
};

/** Asks again while the log says that it is busy. */
const ask = async (address: string, token: string | undefined): Promise<Response> => {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(address, {
      // The token is for this address and no other.
      redirect: 'error',
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(LONGEST_ANSWER_MILLISECONDS),
    }).catch((error: unknown) => {
      throw new Error(`${new URL(address).host} cannot be read: ${reasonOf(error)}.`, { cause: error });
    });
    if (!isBusy(response) || attempt === ATTEMPTS) return response;
    await response.body?.cancel();
    await systemWait(patienceOf(response));
  }
};

/** A log that is served below an address. */
const servedLog =
  (prefix: string, token: string | undefined): ReadLogFile =>
  async (path) => {
    const response = await ask(`${prefix}/${path}`, token);
    if (response.status === 404) return undefined;
    if (response.status === 401)
      throw new Error(
        'The log asks who reads it: $TEMKIN_TOKEN holds no access token for it, or none that is still good.',
      );
    if (!response.ok) throw new Error(`The log answers ${response.status} for ${path}.`);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of response.body ?? []) {
      parts.push(part);
      length += part.length;
      // Whoever reads it finds that this is no file of a log: no server is spared that word for having sent more.
      if (length > LARGEST_FILE_BYTES) break;
    }
    return concatBytes(...parts);
  };

/** A log's path in the API, up to its company, its company and its year. */
const API_LOG = /^(.*\/v1\/audit\/log\/)([^/]+)\/(\d{4,})\/*$/;

/** The address that a place is; undefined for a directory. */
const addressOf = (place: string): URL | undefined => {
  if (!/^https?:\/\//.test(place)) return undefined;
  if (!URL.canParse(place)) throw new UsageError('the address of the log is none');
  return new URL(place);
};

/**
 * Which log is asked for at an address of the API, as its origin has to end: its company and year. Where a key is trusted
 * of any log of that company whose origin is its address, it is all of the address, for the company may have logs elsewhere
 * too. Otherwise host and path before the company are not compared: an origin stays, whatever address the log gets, and a
 * proxy has another. Other places are called as anybody likes.
 */
export const askedForAt = (
  place: string,
  keys: readonly Pick<VerifierKey, 'name'>[],
): Pick<LogToVerify, 'askedFor'> => {
  const address = addressOf(place);
  const [, path, tenant, year] = API_LOG.exec(address?.pathname ?? '') ?? [];
  if (address === undefined || path === undefined) return {};
  const ofTenant = `${address.host}${path}${tenant}/`;
  const isKnown = keys.some(({ name }) => name.startsWith(ofTenant));
  return { askedFor: isKnown ? `${ofTenant}${year}` : `${tenant}/${year}` };
};

/** The access token of one place, as far as it is for another: what is read at an address is shown to no other server. */
export const tokenFor = (
  other: string,
  { place, token }: { readonly place: string; readonly token: string | undefined },
): string | undefined => {
  const origin = addressOf(place)?.origin;
  return origin === undefined || origin === addressOf(other)?.origin ? token : undefined;
};

/**
 * Opens a log for reading: a directory, or the address below which its files are served (tlog-tiles). Only what a log
 * consists of is ever asked for. A partial file is found in its full one too: the log may grow while it is read. Throws
 * `UsageError` where the access token would go to another machine in clear.
 */
export const openLog = (place: string, token: string | undefined): ReadLogFile => {
  const address = addressOf(place);
  if (token !== undefined && address !== undefined && !isTokenAddress(address))
    throw new UsageError(
      `$TEMKIN_TOKEN does not go to ${address.host} in clear: use https://, or unset $TEMKIN_TOKEN for a log that asks for none`,
    );
  const read = address === undefined ? directoryLog(place) : servedLog(place.replace(/\/+$/, ''), token);
  return async (path) => {
    if (path === 'checkpoint') return read(path);
    const tile = parseTilePath(path);
    if (tile === undefined) throw new RangeError('this is no file of a log');
    return findTile((one) => read(tilePath(one)), tile);
  };
};

/**
 * Opens a log that is to be judged: what it says of itself is read once, for one verdict. Throws where there is none, which is
 * no word against whoever keeps logs: a path may be mistyped, a disk not mounted.
 */
export const openLogOnce = async (place: string, token: string | undefined): Promise<ReadLogFile> => {
  const read = remembering(openLog(place, token));
  if ((await read('checkpoint')) === undefined)
    throw new Error(`There is no log at ${place}: it has no checkpoint.`);
  return read;
};
