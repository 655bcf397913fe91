import { eventIds, Refusal, type Clock, type RandomBytes } from '@temkin/kernel';
import { admit } from './admit.ts';
import { answerResponse } from './answer-response.ts';
import { authorize } from './authorize.ts';
import { checkRoutes } from './check-routes.ts';
import { correlatorOf, requireWellFormed, type Correlator } from './correlator.ts';
import { codesOf, type GeneralCode } from './general-problems.ts';
import { namedHeaders } from './named-headers.ts';
import { idempotencyKeyOf } from './idempotency-key.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { onRecord } from './on-record.ts';
import { parseRequest } from './parse-request.ts';
import type { Authenticator, FaultLog, IdempotencyClaims, RefusalLog, Signatures } from './ports.ts';
import type { ProblemCatalogue } from './problem.ts';
import { faultResponse, problemResponse, refusalOf } from './problem-response.ts';
import { refuseForeign } from './refuse-foreign.ts';
import type { PrincipalRoute, PublicRoute, Route, RouteSpec } from './route.ts';
import { routing, type Origin, type Routed } from './routing.ts';

export interface ApplicationDependencies {
  readonly routes: readonly Route[];
  /** Of all capabilities, and the general ones. */
  readonly problems: ProblemCatalogue;
  readonly authenticator: Authenticator;
  readonly signatures: Signatures;
  readonly refusalLog: RefusalLog;
  readonly idempotencyClaims: IdempotencyClaims;
  readonly faultLog: FaultLog;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly limits?: Partial<Limits>;
  /** The `Host` values this server answers for, `host` or `host:port`; any where absent. */
  readonly allowedHosts?: readonly string[];
}

/** Request in, Response out: the same in Lambda, in the local server and in tests. */
export interface Application {
  /** Never rejects: whatever goes wrong is a problem. */
  fetch(request: Request, origin?: Origin): Promise<Response>;
}

/** Where a request was routed to. */
interface Place {
  readonly spec?: RouteSpec;
  /** The methods the address knows, where the one asked for is not among them. */
  readonly allow?: string;
}

const refuse = (code: GeneralCode) => (): Promise<never> => Promise.reject(new Refusal(code));

/**
 * The HTTP application: foreign pages are sent away, then the request is routed, authenticated, its signature verified,
 * authorized, parsed and run. Nothing of an anonymous request's body is looked at, but where a route admits anybody. Throws
 * at once where routes and problems do not fit together.
 */
export const application = (dependencies: ApplicationDependencies): Application => {
  const { routes, problems, signatures, idempotencyClaims, faultLog, clock, random, allowedHosts } =
    dependencies;
  checkRoutes(routes, problems);
  const limits: Limits = { ...defaultLimits, ...dependencies.limits };
  const newCorrelator = eventIds(clock, random);
  const admitting = admit(dependencies);
  const recording = onRecord(dependencies);

  /** The steps of a request by anybody: nothing of it goes on record but what its use case writes. */
  const serveAnybody = async (
    { spec, run }: PublicRoute,
    { request, pathParameters, clientAddress }: Routed,
    correlator: Correlator,
  ): Promise<Response> => {
    requireWellFormed(correlator);
    const parsed = await parseRequest(request, spec, pathParameters, limits);
    const headers = namedHeaders(spec, request.headers);
    return answerResponse(spec, await run({ clientAddress, headers, ...parsed }), correlator);
  };

  /** The steps of a request by a principal. */
  const servePrincipal = async (
    { spec, run }: PrincipalRoute,
    { request, pathParameters, clientCertificate }: Routed,
    correlator: Correlator,
  ): Promise<Response> => {
    const deadlineMilliseconds = clock.now() + limits.requestMilliseconds;
    const identity = await admitting(request.headers.get('authorization') ?? undefined, spec.action);
    const answer = await recording(identity.caller, spec.action, async () => {
      const { caller, checkBody } = await signatures.verify(identity, request);
      authorize(spec.access, { ...identity, caller });
      requireWellFormed(correlator);
      const key = spec.creates === true ? idempotencyKeyOf(request.headers) : undefined;
      const { bytes, ...parsed } = await parseRequest(request, spec, pathParameters, {
        ...limits,
        checkBody,
      });
      const route = `${spec.method} ${new URL(request.url).pathname}`;
      const seed =
        key === undefined ? random(32) : await idempotencyClaims.claim(caller, { route, key, body: bytes });
      return run({ caller, clientCertificate, ...parsed, seed, deadlineMilliseconds });
    });
    return answerResponse(spec, answer, correlator);
  };

  /** Turns whatever the steps throw into a problem: the one place where that happens. */
  const answering = async (
    request: Request,
    { spec, allow }: Place,
    steps: (correlator: Correlator) => Promise<Response>,
  ): Promise<Response> => {
    const correlator = correlatorOf(request.headers, newCorrelator());
    const report = (error: unknown): void =>
      faultLog.fault({
        route: spec === undefined ? 'none' : `${spec.method} ${spec.path}`,
        correlator: correlator.own,
        error,
      });
    try {
      refuseForeign(request, allowedHosts);
      return await steps(correlator);
    } catch (error) {
      const refusal = refusalOf(error, problems);
      if (refusal === undefined) {
        report(error);
        return faultResponse(problems, correlator);
      }
      if (spec !== undefined && !codesOf(spec).includes(refusal.code)) {
        report(new Error(`${refusal.code} is not among the problems this route declares`));
      }
      return problemResponse(refusal, problems, {
        request,
        correlator,
        ...(spec !== undefined && spec.access !== 'public' && { scope: spec.access.scope }),
        ...(allow !== undefined && { allow }),
      });
    }
  };

  return routing(routes, {
    route: (route, routed) =>
      answering(routed.request, { spec: route.spec }, (correlator) =>
        route.admits === 'anybody'
          ? serveAnybody(route, routed, correlator)
          : servePrincipal(route, routed, correlator),
      ),
    otherMethod: (request, allow) => answering(request, { allow }, refuse('REQUEST.METHOD_NOT_ALLOWED')),
    nothing: (request) => answering(request, {}, refuse('REQUEST.NO_ROUTE')),
  });
};
