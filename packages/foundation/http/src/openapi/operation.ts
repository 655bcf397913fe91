import { placeholdersOf } from '../path.ts';
import type { ProblemCatalogue } from '../problem.ts';
import type { RouteSpec } from '../route.ts';
import { problemResponses } from './problem-responses.ts';
import { pendingApproval } from './pending-approval.ts';
import type { Json, SchemaComponents } from './schema-components.ts';

const successHeaders = {
  'x-correlator': { $ref: '#/components/headers/Correlator' },
  'Audit-Event': { $ref: '#/components/headers/AuditEvent' },
};

/** `POST /v1/parcels/{parcelId}/reissue` is `postParcelsByParcelIdReissue`. */
const operationId = ({ method, path }: RouteSpec): string =>
  method.toLowerCase() +
  path
    .replace(/^\/v\d+/, '')
    .replaceAll('{', 'by-')
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');

const objectOf = (
  schema: Json,
  place: string,
): { readonly properties: Json; readonly required: readonly string[] } => {
  const { properties, required } = schema as { properties?: Json; required?: readonly string[] };
  if (properties === undefined) throw new Error(`the parameters of ${place} are not an inline object`);
  return { properties, required: required ?? [] };
};

const pathParameters = (spec: RouteSpec, schemas: SchemaComponents): readonly Json[] => {
  const names = placeholdersOf(spec.path);
  const place = `${spec.method} ${spec.path}`;
  const properties = spec.params === undefined ? {} : objectOf(schemas.sent(spec.params), place).properties;
  if (names.toSorted().join() !== Object.keys(properties).toSorted().join()) {
    throw new Error(`${place} and the schema of its path parameters name different ones`);
  }
  return names.map((name) => ({ name, in: 'path', required: true, schema: properties[name] }));
};

const queryParameters = (spec: RouteSpec, schemas: SchemaComponents): readonly Json[] => {
  if (spec.query === undefined) return [];
  const { properties, required } = objectOf(schemas.sent(spec.query), `${spec.method} ${spec.path}`);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
};

const headerParameters = ({ headers = {} }: RouteSpec): readonly Json[] =>
  Object.entries(headers).map(([name, { description }]) => ({
    name,
    in: 'header',
    required: true,
    description,
    schema: { type: 'string' },
  }));

const successContent = ({ body, mediaType }: RouteSpec['success'], schemas: SchemaComponents): Json =>
  mediaType === undefined
    ? { 'application/json': { schema: schemas.received(body) } }
    : Object.fromEntries(
        [mediaType]
          .flat()
          .map((type) => [type, type.startsWith('text/') ? { schema: { type: 'string' } } : {}]),
      );

const ownHeaders = ({ headers = {} }: RouteSpec['success']): Json =>
  Object.fromEntries(
    Object.entries(headers).map(([name, { description }]) => [
      name,
      { description, schema: { type: 'string' } },
    ]),
  );

/** A route as an OpenAPI operation: all it takes and all it can answer. */
export const operation = (spec: RouteSpec, problems: ProblemCatalogue, schemas: SchemaComponents): Json => {
  const { access, action, creates, description, rawBody, success, summary, tag, twoPerson } = spec;
  const body = spec.documentedBody ?? spec.body;
  const admitted =
    access === 'public'
      ? 'Anybody may call, without a token.'
      : `Roles: ${access.roles.map((role) => `\`${role}\``).join(', ')}.`;
  return {
    operationId: operationId(spec),
    tags: [tag],
    summary,
    description: [
      ...(description === undefined ? [] : [description]),
      `${admitted} On record as \`${action}\`.`,
    ].join('\n\n'),
    'x-temkin-action': action,
    'x-temkin-roles': access === 'public' ? [] : access.roles,
    security: access === 'public' ? [] : [{ oauth2: [access.scope] }],
    parameters: [
      ...pathParameters(spec, schemas),
      ...queryParameters(spec, schemas),
      ...headerParameters(spec),
      { $ref: '#/components/parameters/Correlator' },
      ...(creates === true ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ],
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content:
          rawBody === undefined
            ? { 'application/json': { schema: schemas.sent(body) } }
            : Object.fromEntries(rawBody.mediaTypes.map((type) => [type, {}])),
      },
    }),
    responses: {
      [success.status]: {
        description: success.description,
        headers: { ...successHeaders, ...ownHeaders(success) },
        content: successContent(success, schemas),
      },
      ...(twoPerson === true && {
        202: {
          description:
            'Somebody else must agree first (`POST /v1/approvals/{approvalId}/approve`); then send the same request again.',
          headers: successHeaders,
          content: { 'application/json': { schema: schemas.received(pendingApproval) } },
        },
      }),
      ...problemResponses(spec, problems),
    },
  };
};
