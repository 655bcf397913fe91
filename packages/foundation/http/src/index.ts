export { checkSchema, type Checked } from './check-schema.ts';
export { codesOf, generalProblems, type GeneralCode } from './general-problems.ts';
export { idempotencyClaims, type IdempotencyDependencies } from './idempotency.ts';
export type { Limits } from './limits.ts';
export { pageLimit } from './page-limit.ts';
export { pendingAnswer } from './pending-answer.ts';
export { application, type Application, type ApplicationDependencies } from './pipeline.ts';
export type { Authenticator, FaultLog, IdempotencyClaims, RefusalLog, Signatures } from './ports.ts';
export { problemOf, type Problem, type ProblemCatalogue, type ProblemKind } from './problem.ts';
export {
  publicRoute,
  route,
  routeSpec,
  type Access,
  type PendingAnswer,
  type PrincipalRoute,
  type Public,
  type PublicRequest,
  type PublicRoute,
  type Route,
  type RouteAnswer,
  type RouteRequest,
  type RouteSpec,
} from './route.ts';
export type { Origin } from './routing.ts';
export { sourceNetwork } from './source-network.ts';
