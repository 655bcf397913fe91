import { once, type Caller, type Receipt, type Role } from '@temkin/kernel';
import type * as z from 'zod';

/** Who may call a route: the same words stand in docs/authorization.md, and a test compares the two. */
export interface Access {
  /** `resource:action`, granted to the client by the issuer. */
  readonly scope: string;
  /** Any one of these, granted to the principal by the tenant. */
  readonly roles: readonly Role[];
}

/** Anybody may call, without a token: nothing of such a route says whom or what we know. */
export type Public = 'public';

/** What a route is and promises, as data: the pipeline enforces it and the OpenAPI document repeats it. */
export interface RouteSpec<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
  Admits extends Access | Public = Access | Public,
> {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** With OpenAPI placeholders: `/v1/parcels/{parcelId}`; the last one may take all that follows: `{tile+}`. */
  readonly path: string;
  /** The word for this in events: `parcel.resolve`. */
  readonly action: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Admits;
  readonly params: Params | undefined;
  readonly query: Query | undefined;
  readonly body: Body | undefined;
  /**
   * Where the body is not JSON: of which media types it may be, and of how many bytes at most. The route's schema then judges the bytes
   * as they were sent.
   */
  readonly rawBody?: { readonly mediaTypes: readonly string[]; readonly maxBytes: number };
  /** What the document shows for the body where the route parses its items one by one. */
  readonly documentedBody: z.ZodType | undefined;
  /** Headers of its own that a request has, by name in lower case; a public route is told these and no others. */
  readonly headers?: Readonly<Record<string, { readonly description: string }>>;
  readonly success: {
    readonly status: 200 | 201 | 202;
    readonly description: string;
    /** What an answer must fit, or it does not leave. */
    readonly body: Result;
    /**
     * Where the answer is not JSON: its media type, or those of which an answer names its own. The body is then text or
     * bytes and sent as it is.
     */
    readonly mediaType?: string | readonly string[];
    /** Headers of its own that an answer may have, by name. */
    readonly headers?: Readonly<Record<string, { readonly description: string }>>;
  };
  /** Every code this route can answer beyond the general ones; each stands in the problem catalogue. */
  readonly problems: readonly string[];
  /** Creating routes take an `Idempotency-Key`, so that a repeated request creates nothing twice. */
  readonly creates?: boolean;
  /** Two people must agree: until somebody else has, it is answered 202 with the approval that is waited for. */
  readonly twoPerson?: true;
}

/** A parsed request of nobody in particular. */
export interface PublicRequest<Params, Query, Body> {
  /** Where it came from, as the server or the trusted proxy before it saw it; undefined where neither says. */
  readonly clientAddress: string | undefined;
  /** Those that the specification names and the request has, as they were sent. */
  readonly headers: Readonly<Record<string, string>>;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The body as it was sent, for a signature that vouches for it. */
  readonly bytes: Uint8Array;
}

/** A parsed, authorized request. */
export interface RouteRequest<Params, Query, Body> {
  readonly caller: Caller;
  /**
   * SHA-256 of the certificate (DER) by which the client showed who it is when it connected, in lower-case hexadecimal, as the
   * server or the trusted proxy before it saw it; undefined where neither says.
   */
  readonly clientCertificate: string | undefined;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /**
   * 32 bytes from which a creating route derives its ids. The same for every repetition of a request under one
   * `Idempotency-Key`, fresh without one.
   */
  readonly seed: Uint8Array;
  /** When the request must have been answered, in milliseconds since the epoch. */
  readonly deadlineMilliseconds: number;
}

/** What a route answers. */
export interface RouteAnswer<Body> {
  readonly body: Body;
  /** Its media type, where the specification has several. */
  readonly mediaType?: string;
  /** Headers that the specification names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Answered as `Audit-Event: <event id>; leaf=<base64>`. */
  readonly receipt?: Receipt;
}

/** What a route answers instead where a second person has not agreed yet. */
export interface PendingAnswer {
  readonly pending: {
    readonly approvalId: string;
    /** Milliseconds since the epoch. */
    readonly expiresAt: number;
  };
  readonly receipt?: Receipt;
}

/** A route for principals, with what it does. */
export interface PrincipalRoute {
  readonly admits: 'principals';
  readonly spec: RouteSpec<z.ZodType, z.ZodType, z.ZodType, z.ZodType, Access>;
  readonly run: (
    request: RouteRequest<unknown, unknown, unknown>,
  ) => Promise<RouteAnswer<unknown> | PendingAnswer>;
}

/** A route for anybody, with what it does. */
export interface PublicRoute {
  readonly admits: 'anybody';
  readonly spec: RouteSpec<z.ZodType, z.ZodType, z.ZodType, z.ZodType, Public>;
  readonly run: (request: PublicRequest<unknown, unknown, unknown>) => Promise<RouteAnswer<unknown>>;
}

/** A route with what it does. */
export type Route = PrincipalRoute | PublicRoute;

/** A specification as it is written: with functions that make its schemas. */
export interface RouteSource<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Result extends z.ZodType,
  Admits extends Access | Public,
> extends Omit<RouteSpec, 'access' | 'params' | 'query' | 'body' | 'documentedBody' | 'success'> {
  readonly access: Admits;
  readonly params?: () => Params;
  readonly query?: () => Query;
  readonly body?: () => Body;
  readonly documentedBody?: () => z.ZodType;
  readonly success: Omit<RouteSpec['success'], 'body'> & { readonly body: () => Result };
}

const madeOnce = <Schema>(make: (() => Schema) | undefined): (() => Schema | undefined) =>
  make === undefined ? () => undefined : once(make);

/**
 * A specification whose schemas are made when they are first asked for: a process that has just started makes those of
 * the route it is asked for, and no others.
 */
export const routeSpec = <
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Result extends z.ZodType,
  const Admits extends Access | Public,
>({
  params,
  query,
  body,
  documentedBody,
  success,
  ...spec
}: RouteSource<Params, Query, Body, Result, Admits>): RouteSpec<Params, Query, Body, Result, Admits> => {
  const [theParams, theQuery, theBody] = [madeOnce(params), madeOnce(query), madeOnce(body)];
  const [theDocumentedBody, theResult] = [madeOnce(documentedBody), once(success.body)];
  return {
    ...spec,
    get params() {
      return theParams();
    },
    get query() {
      return theQuery();
    },
    get body() {
      return theBody();
    },
    get documentedBody() {
      return theDocumentedBody();
    },
    success: {
      ...success,
      get body() {
        return theResult();
      },
    },
  };
};

/** Ties a specification to its use case; the types of request and answer follow from the schemas. */
export const route = <
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Result extends z.ZodType,
>(
  spec: RouteSpec<Params, Query, Body, Result, Access>,
  run: (
    request: RouteRequest<z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => Promise<RouteAnswer<z.input<Result>> | PendingAnswer>,
): PrincipalRoute => ({ admits: 'principals', spec, run: run as PrincipalRoute['run'] });

/** The same for a specification that admits anybody. */
export const publicRoute = <
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Result extends z.ZodType,
>(
  spec: RouteSpec<Params, Query, Body, Result, Public>,
  run: (
    request: PublicRequest<z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => Promise<RouteAnswer<z.input<Result>>>,
): PublicRoute => ({ admits: 'anybody', spec, run: run as PublicRoute['run'] });
