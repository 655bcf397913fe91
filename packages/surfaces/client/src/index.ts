export type { AccessTokens, TokenNeed } from './access-token.ts';
export { clientCredentials, TokenRefused, type ClientCredentials } from './client-credentials.ts';
export type * from './generated/api.ts';
export { NoAnswer } from './no-answer.ts';
export { ProblemError } from './problem-error.ts';
export type { Receipt } from './receipt.ts';
export { defaultRetries, type RetryPolicy, type Waiting } from './retries.ts';
export type {
  AnswerOf,
  CallArguments,
  CallOf,
  CallSettings,
  Method,
  OperationOf,
  PagedPathOf,
  PathOf,
} from './route-types.ts';
export { temkinClient, type Answered, type ClientOptions, type TemkinClient } from './temkin-client.ts';
