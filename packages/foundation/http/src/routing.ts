import { Hono } from 'hono';
import { withPlaceholders } from './path.ts';
import type { Route } from './route.ts';

/** What the server knows of a request that the request itself cannot be trusted to say. */
export interface Origin {
  /** The client's address, as the server or the trusted proxy before it saw it. */
  readonly clientAddress?: string;
  /** SHA-256 of the client's certificate (DER), in lower-case hexadecimal, seen likewise. */
  readonly clientCertificate?: string;
}

/** A request that found its route. */
export interface Routed {
  readonly request: Request;
  /** Percent-decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly clientAddress: string | undefined;
  readonly clientCertificate: string | undefined;
}

/** What becomes of a request, by what its method and path name. */
export interface Destinations {
  readonly route: (route: Route, routed: Routed) => Promise<Response>;
  /** An address that knows other methods, listed as `Allow` lists them (RFC 9110 §10.2.1). */
  readonly otherMethod: (request: Request, allow: string) => Promise<Response>;
  readonly nothing: (request: Request) => Promise<Response>;
}

/** `/v1/parcels/{parcelId}` in hono's words. */
const template = (path: string): string =>
  withPlaceholders(path, (name, isRest) => (isRest ? `:${name}{.+}` : `:${name}`));

/** Literal segments before placeholders: `{` sorts after every letter and digit. */
const mostSpecificFirst = (routes: readonly Route[]): readonly Route[] =>
  routes.toSorted((a, b) => (a.spec.path < b.spec.path ? -1 : 1));

/** The methods of each address, whatever it calls its parameters; a GET answers HEAD as well. */
const methodsByAddress = (routes: readonly Route[]): ReadonlyMap<string, readonly string[]> => {
  const methods = new Map<string, readonly string[]>();
  for (const { spec } of routes) {
    let position = 0;
    const address = withPlaceholders(spec.path, (_, isRest) => `{p${(position += 1)}${isRest ? '+' : ''}}`);
    const more = spec.method === 'GET' ? ['GET', 'HEAD'] : [spec.method];
    methods.set(address, [...(methods.get(address) ?? []), ...more]);
  }
  return methods;
};

/** Sends each request where it belongs; of two routes that fit, to the one with the more literal path. */
export const routing = (
  routes: readonly Route[],
  destinations: Destinations,
): { fetch(request: Request, origin?: Origin): Promise<Response> } => {
  const app = new Hono<{ Bindings: Origin }>();
  const ordered = mostSpecificFirst(routes);
  for (const route of ordered) {
    app.on(route.spec.method, template(route.spec.path), ({ req, env }) =>
      destinations.route(route, {
        request: req.raw,
        pathParameters: req.param(),
        clientAddress: env.clientAddress,
        clientCertificate: env.clientCertificate,
      }),
    );
  }
  for (const [address, methods] of methodsByAddress(ordered)) {
    app.all(template(address), ({ req }) => destinations.otherMethod(req.raw, methods.join(', ')));
  }
  app.notFound(({ req }) => destinations.nothing(req.raw));
  return { fetch: async (request, origin = {}) => app.fetch(request, origin) };
};
