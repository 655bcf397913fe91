import * as z from 'zod';

// Written from the tables of fixed fields in the OpenAPI specification 3.1.1 (§4.8) and from JSON Schema draft 2020-12.
// What this API has no use for (links, callbacks, cookies) is left out, and so refused.

/** An object with these fields; of others only specification extensions, `x-…` (§4.9). */
const fixed = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .looseObject(shape)
    .refine(
      (value) => Object.keys(value).every((name) => Object.hasOwn(shape, name) || name.startsWith('x-')),
      'has a field that the specification does not know',
    );

const distinct = (values: readonly unknown[]): boolean =>
  new Set(values.map((value) => JSON.stringify(value))).size === values.length;

const isPattern = (text: string): boolean => {
  try {
    return new RegExp(text, 'u').source === text;
  } catch {
    return false;
  }
};

const text = z.string().min(1);
const count = z.int().min(0).optional();
const reference = z.strictObject({ $ref: z.string().startsWith('#/components/') });

const schema: z.ZodType = z.lazy(() => {
  const schemas = z.array(schema).min(1).optional();
  return fixed({
    $ref: z.string().startsWith('#/components/schemas/').optional(),
    type: z.enum(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']).optional(),
    description: text.optional(),
    format: text.optional(),
    readOnly: z.boolean().optional(),
    default: z.unknown().optional(),
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).min(1).refine(distinct, 'repeats itself').optional(),
    pattern: z.string().refine(isPattern, 'is no ECMA-262 pattern').optional(),
    minLength: count,
    maxLength: count,
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minItems: count,
    maxItems: count,
    items: schema.optional(),
    properties: z.record(z.string(), schema).optional(),
    required: z.array(text).refine(distinct, 'repeats itself').optional(),
    additionalProperties: z.union([z.boolean(), schema]).optional(),
    allOf: schemas,
    anyOf: schemas,
    oneOf: schemas,
  });
});

/** Names of components (§4.8.7.1). */
const named = (value: z.ZodType) => z.record(z.string().regex(/^[a-zA-Z0-9._-]+$/), value).optional();

const header = fixed({ description: text.optional(), required: z.boolean().optional(), schema });

/** Media types (RFC 9110 §8.3.1), with the one parameter that is sent. */
const content = z.record(
  z.string().regex(/^[a-z]+\/[a-z0-9.+-]+(?:; charset=utf-8)?$/),
  fixed({ schema: schema.optional() }),
);

const parameter = fixed({
  name: text,
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().optional(),
  description: text.optional(),
  schema,
}).refine(({ in: place, required }) => place !== 'path' || required === true, 'must be required in a path');

const response = fixed({
  description: text,
  headers: z.record(text, z.union([reference, header])).optional(),
  content: content.optional(),
});

const operation = fixed({
  operationId: text,
  tags: z.array(text),
  summary: text,
  description: text.optional(),
  parameters: z.array(z.union([reference, parameter])).optional(),
  requestBody: fixed({ required: z.boolean().optional(), content }).optional(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$/), response),
  security: z.array(z.record(text, z.array(text))),
});

const flow = fixed({
  authorizationUrl: text.optional(),
  tokenUrl: text,
  scopes: z.record(text, text),
});

const securityScheme = fixed({
  type: z.literal('oauth2'),
  description: text.optional(),
  flows: fixed({ clientCredentials: flow.optional(), authorizationCode: flow.optional() }),
});

/** An OpenAPI 3.1 document as far as its own shape goes: required fields, their types, and no unknown ones. */
export const openApi31 = fixed({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: fixed({ title: text, version: text, description: text.optional() }),
  servers: z.array(fixed({ url: text })).optional(),
  tags: z.array(fixed({ name: text, description: text.optional() })).optional(),
  paths: z.record(
    z.string().startsWith('/'),
    fixed({ get: operation.optional(), post: operation.optional(), patch: operation.optional() }),
  ),
  components: fixed({
    schemas: named(schema),
    parameters: named(parameter),
    headers: named(header),
    securitySchemes: named(securityScheme),
  }),
});
