import { Refusal } from '@temkin/kernel';
import type * as z from 'zod';
import { checkSchema } from './check-schema.ts';
import type { GeneralCode } from './general-problems.ts';
import type { Limits } from './limits.ts';
import { parseJson } from './parse-json.ts';
import { readBody } from './read-body.ts';
import type { RouteSpec } from './route.ts';

/** A request's parts, as their schemas give them out. */
export interface ParsedRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** The body as it was sent. */
  readonly bytes: Uint8Array;
}

/** How a body is read. */
export interface Reading extends Limits {
  /** Throws the refusal of a body that the request's signature does not vouch for; nothing is parsed of such a one. */
  readonly checkBody?: (body: Uint8Array) => Promise<void>;
}

/** Faults reported of one body. */
const REPORTED_FAULTS = 20;

/** RFC 8259 §11 knows no parameters; `charset=utf-8` is common and says nothing else. */
const JSON_MEDIA_TYPE = /^application\/json[ \t]*(?:;[ \t]*charset=(?:utf-8|"utf-8")[ \t]*)?$/i;

const invalid = (detail: string): Refusal => new Refusal<GeneralCode>('REQUEST.INVALID', { detail });

const parseParameters = (
  place: 'Path' | 'Query',
  schema: z.ZodType | undefined,
  sent: Readonly<Record<string, string>>,
): unknown => {
  if (schema === undefined) {
    if (Object.keys(sent).length > 0) throw invalid(`${place}: this route takes no parameters.`);
    return undefined;
  }
  const checked = checkSchema(schema, sent);
  if (checked.fits) return checked.value;
  throw invalid(
    checked.faults
      .slice(0, REPORTED_FAULTS)
      .map(({ pointer, detail }) => [place, ...pointer.split('/').slice(1)].join(' ') + `: ${detail}`)
      .join(' '),
  );
};

const queryOf = (request: Request): Readonly<Record<string, string>> => {
  const { searchParams } = new URL(request.url);
  if (new Set(searchParams.keys()).size !== searchParams.size) {
    throw invalid('Query: a parameter is given at most once.');
  }
  return Object.fromEntries(searchParams);
};

const requireMediaType = ({ headers }: Request, { rawBody }: RouteSpec): void => {
  const plain = (headers.get('content-encoding') ?? 'identity').toLowerCase() === 'identity';
  const sent = headers.get('content-type') ?? '';
  const fits =
    rawBody === undefined
      ? JSON_MEDIA_TYPE.test(sent)
      : rawBody.mediaTypes.includes(sent.trim().toLowerCase());
  if (plain && fits) return;
  const wanted = rawBody?.mediaTypes.join(' or ') ?? 'application/json';
  throw new Refusal<GeneralCode>('REQUEST.MEDIA_TYPE', {
    detail: `Send content-type: ${wanted}, without content-encoding.`,
  });
};

const parseBody = async (request: Request, spec: RouteSpec, reading: Reading) => {
  const { body: schema, rawBody } = spec;
  if (schema === undefined) {
    const bytes = await readBody(request, reading);
    await reading.checkBody?.(bytes);
    if (bytes.length > 0) {
      const detail = 'This route takes no body.';
      throw new Refusal<GeneralCode>('REQUEST.INVALID', { detail, errors: [{ pointer: '', detail }] });
    }
    return { body: undefined, bytes };
  }
  requireMediaType(request, spec);
  const bytes = await readBody(request, {
    ...reading,
    ...(rawBody !== undefined && { bodyBytes: rawBody.maxBytes }),
  });
  await reading.checkBody?.(bytes);
  const checked = checkSchema(schema, rawBody === undefined ? parseJson(bytes, reading.depth) : bytes);
  if (checked.fits) return { body: checked.value, bytes };
  throw new Refusal<GeneralCode>('REQUEST.INVALID', {
    ...(checked.faults.length > REPORTED_FAULTS && {
      detail: `The first ${REPORTED_FAULTS} of ${checked.faults.length} faults are listed.`,
    }),
    errors: checked.faults.slice(0, REPORTED_FAULTS),
  });
};

/**
 * Parses path, query and body by the route's schemas; what a route has no schema for must be absent. Refuses with
 * `REQUEST.INVALID`, and for the body also with `MEDIA_TYPE`, `TOO_LARGE`, `TIMEOUT` and `MALFORMED`. A GET's body has no
 * meaning (RFC 9110 §9.3.1) and is not read.
 */
export const parseRequest = async (
  request: Request,
  spec: RouteSpec,
  pathParameters: Readonly<Record<string, string>>,
  reading: Reading,
): Promise<ParsedRequest> => ({
  params: parseParameters('Path', spec.params, pathParameters),
  query: parseParameters('Query', spec.query, queryOf(request)),
  ...(spec.method === 'GET'
    ? { body: undefined, bytes: new Uint8Array() }
    : await parseBody(request, spec, reading)),
});
