import type { paths } from './generated/api.ts';

export type Method = 'get' | 'post';

/** The paths that know a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, object> ? P : never;
}[keyof paths];

/** What OpenAPI says of a route. */
export type OperationOf<M extends Method, P extends keyof paths> =
  paths[P] extends Record<M, infer O> ? O : never;

type ParamsOf<O> = O extends { readonly parameters: { readonly path: infer V extends object } }
  ? { readonly params: V }
  : unknown;

type QueryOf<O> = O extends { readonly parameters: { readonly query: infer V extends object } }
  ? { readonly query: V }
  : O extends { readonly parameters: { readonly query?: infer V extends object } }
    ? { readonly query?: V }
    : unknown;

type BodyOf<O> = O extends { readonly requestBody: { readonly content: { 'application/json': infer V } } }
  ? { readonly body: V }
  : O extends { readonly requestBody: { readonly content: infer C } }
    ? {
        /** Sent as it is; its `type` must be one of these. */
        readonly body: Blob & { readonly type: keyof C };
      }
    : unknown;

type HeaderNames<O> = O extends { readonly parameters: { readonly header?: infer H } }
  ? keyof NonNullable<H>
  : never;

type KeyOf<O> =
  'Idempotency-Key' extends HeaderNames<O>
    ? {
        /** 1 to 255 visible ASCII characters; made where absent. Yours lets a request be repeated after a crash. */
        readonly idempotencyKey?: string;
      }
    : unknown;

/** What any call may say. */
export interface CallSettings {
  /** Sent as `x-correlator` and echoed. Nothing personal: it is logged on the way. */
  readonly correlator?: string;
  /** Ends the call, also while it waits to ask again; its reason is thrown. */
  readonly signal?: AbortSignal;
  /** For one attempt, from request to the end of the answer; that of the client where absent. */
  readonly timeoutMilliseconds?: number;
}

/** What a route is called with. */
export type CallOf<O> = CallSettings & ParamsOf<O> & QueryOf<O> & BodyOf<O> & KeyOf<O>;

/** A call, which may be left out where a route needs nothing. */
export type CallArguments<O> = object extends CallOf<O> ? [call?: CallOf<O>] : [call: CallOf<O>];

type ContentOf<R> = R extends { content: infer C }
  ? 'application/json' extends keyof C
    ? C['application/json']
    : Blob
  : never;

/** What a route answers: JSON as its schema says, or a `Blob` of another media type. */
export type AnswerOf<O> = O extends { readonly responses: infer R }
  ? ContentOf<R[keyof R & (200 | 201 | 202)]>
  : never;

/** Names of headers that the document has, and not any name. */
type OwnHeadersOf<O> = O extends { readonly responses: { readonly 200: { headers: infer H } } }
  ? keyof { [Name in keyof H as string extends Name ? never : number extends Name ? never : Name]: true }
  : never;

type HasCursor<O> = 'cursor' extends keyof AnswerOf<O>
  ? true
  : 'Temkin-Cursor' extends OwnHeadersOf<O>
    ? true
    : false;

/** The paths whose answers may name the cursor of a page that follows, in their body or in a header. */
export type PagedPathOf<M extends Method> = {
  [P in PathOf<M>]: HasCursor<OperationOf<M, P>> extends true ? P : never;
}[PathOf<M>];
