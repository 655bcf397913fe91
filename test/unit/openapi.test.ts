import { generalProblems, routeSpec, type RouteSpec } from '@temkin/http';
import { openApiDocument, type OpenApiDocument } from '@temkin/http/openapi';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { exportSpec, makeSpec, tinyProblems, tinySpecs } from '../support/tiny-application.ts';

type Node = Readonly<Record<string, unknown>>;

const documentOf = (specs: readonly RouteSpec[] = tinySpecs): OpenApiDocument =>
  openApiDocument({ title: 'Tiny', version: '1.2.3', specs, problems: tinyProblems });

/** What stands at a path of names, or undefined. */
const at = (node: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>((part, name) => (part as Node | undefined)?.[name], node);

const operationOf = (document: OpenApiDocument, { method, path }: RouteSpec): unknown =>
  at(document.paths, path, method.toLowerCase());

const referencesIn = (node: unknown): readonly string[] => {
  if (typeof node !== 'object' || node === null) return [];
  const { $ref } = node as { $ref?: unknown };
  return [...(typeof $ref === 'string' ? [$ref] : []), ...Object.values(node).flatMap(referencesIn)];
};

const codesIn = (document: OpenApiDocument, spec: RouteSpec): ReadonlyMap<string, readonly string[]> => {
  const responses = at(operationOf(document, spec), 'responses') as Node;
  return new Map(
    Object.entries(responses).flatMap(([status, response]) => {
      const codes = at(
        response,
        'content',
        'application/problem+json',
        'schema',
        'allOf',
        '1',
        'properties',
        'code',
        'enum',
      );
      return codes === undefined ? [] : [[status, codes as readonly string[]] as const];
    }),
  );
};

const specWith = (part: Partial<RouteSpec>): RouteSpec => ({ ...makeSpec, ...part });

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1 and plain JSON', () => {
    const document = documentOf();
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toEqual({ title: 'Tiny', version: '1.2.3' });
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('has every route and no other', () => {
    const { paths } = documentOf();
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(operations.toSorted()).toEqual(
      tinySpecs.map(({ method, path }) => `${method} ${path}`).toSorted(),
    );
  });

  it('gives every operation an id of its own', () => {
    const document = documentOf();
    expect(tinySpecs.map((spec) => at(operationOf(document, spec), 'operationId'))).toEqual([
      'postThings',
      'getThingsByThingId',
      'postThingsCount',
      'getExports',
    ]);
  });

  it('refers to nothing that is not there', () => {
    const document = documentOf();
    const references = [...new Set(referencesIn(document))];
    expect(references).toContain('#/components/schemas/Problem');
    const dangling = references.filter((to) => at(document, ...to.split('/').slice(1)) === undefined);
    expect(dangling).toEqual([]);
  });

  it.each(tinySpecs.map((spec) => [`${spec.method} ${spec.path}`, spec] as const))(
    'lists each code of %s exactly once, under its status',
    (_, spec) => {
      const codes = codesIn(documentOf(), spec);
      const misplaced = [...codes].flatMap(([status, listed]) =>
        listed.filter((code) => at(tinyProblems, code, 'status') !== Number(status)),
      );
      expect(misplaced).toEqual([]);
      const all = [...codes.values()].flat();
      expect(new Set(all).size).toBe(all.length);
      expect(all).toEqual(expect.arrayContaining(['ACCESS.UNAUTHENTICATED', 'INTERNAL', ...spec.problems]));
    },
  );

  it('lists codes only where they can be answered', () => {
    const document = documentOf();
    const [make, read, count] = tinySpecs.map((spec) => [...codesIn(document, spec).values()].flat());
    expect(make).toEqual(expect.arrayContaining(['REQUEST.MEDIA_TYPE', 'REQUEST.IDEMPOTENCY_MISMATCH']));
    expect(count).not.toContain('REQUEST.MEDIA_TYPE');
    expect(read).not.toContain('REQUEST.TOO_LARGE');
    expect(read).not.toContain('THING.TAKEN');
  });

  it('names every code of the catalogue', () => {
    expect(at(documentOf(), 'components', 'schemas', 'ProblemCode', 'enum')).toEqual(
      Object.keys(tinyProblems).toSorted(),
    );
  });

  it('says who may call, with which scope', () => {
    const document = documentOf();
    expect(at(operationOf(document, makeSpec), 'security')).toEqual([{ oauth2: ['things:make'] }]);
    expect(at(operationOf(document, makeSpec), 'x-temkin-roles')).toEqual(['order-system']);
    const flows = at(document, 'components', 'securitySchemes', 'oauth2', 'flows') as Record<string, Node>;
    for (const flow of [flows.clientCredentials, flows.authorizationCode]) {
      expect(flow?.tokenUrl).toBe('/oidc/token');
      expect(Object.keys(flow?.scopes as Node)).toEqual(['things:make', 'things:read']);
    }
  });

  it('has the parameters and the headers of each route', () => {
    const document = documentOf();
    const parametersOf = (spec: RouteSpec): readonly unknown[] =>
      (at(operationOf(document, spec), 'parameters') as readonly Node[]).map(
        ({ $ref, name, in: place, required }) => $ref ?? { name, place, required },
      );
    const correlator = '#/components/parameters/Correlator';
    const [make, read] = tinySpecs;
    expect(make && parametersOf(make)).toEqual([correlator, '#/components/parameters/IdempotencyKey']);
    expect(read && parametersOf(read)).toEqual([
      { name: 'thingId', place: 'path', required: true },
      { name: 'view', place: 'query', required: false },
      correlator,
    ]);
    const responses = at(operationOf(document, makeSpec), 'responses') as Node;
    const headersOf = (status: number): readonly string[] =>
      Object.keys(at(responses, String(status), 'headers') as Node);
    expect(headersOf(201)).toEqual(['x-correlator', 'Audit-Event']);
    expect(headersOf(401)).toEqual(['x-correlator', 'Audit-Event', 'WWW-Authenticate']);
    expect(headersOf(503)).toEqual(['x-correlator', 'Audit-Event', 'Retry-After']);
  });

  it('has the media types and the headers that a route has of its own', () => {
    const success = at(operationOf(documentOf(), exportSpec), 'responses', '200');
    expect(at(success, 'content')).toEqual({
      'text/csv': { schema: { type: 'string' } },
      'application/x-ndjson': {},
    });
    expect(at(success, 'headers', 'Thing-Cursor')).toEqual({
      description: 'Where to go on.',
      schema: { type: 'string' },
    });
  });

  it('closes what is sent and leaves open what is received', () => {
    const operation = operationOf(documentOf(), makeSpec);
    const sent = at(operation, 'requestBody', 'content', 'application/json', 'schema') as Node;
    expect(sent.additionalProperties).toBe(false);
    expect(sent.required).toEqual(['name']);
    const received = at(operation, 'responses', '201', 'content', 'application/json', 'schema') as Node;
    expect(received.properties).toHaveProperty('thingId');
    expect(received).not.toHaveProperty('additionalProperties');
  });

  it('shares schemas that have an id, apart for each direction', () => {
    const address = z.strictObject({ street: z.string(), floor: z.int().default(0) }).meta({ id: 'Address' });
    const { documentedBody: _none, params: _params, query: _query, ...made } = makeSpec;
    const spec = routeSpec({
      ...made,
      body: () => z.strictObject({ to: address, from: address }),
      success: { status: 201, description: 'Made.', body: () => z.strictObject({ to: address }) },
    });
    const document = documentOf([spec]);
    const operation = operationOf(document, spec);
    expect(
      at(operation, 'requestBody', 'content', 'application/json', 'schema', 'properties', 'to', '$ref'),
    ).toBe('#/components/schemas/AddressInput');
    expect(
      at(operation, 'responses', '201', 'content', 'application/json', 'schema', 'properties', 'to', '$ref'),
    ).toBe('#/components/schemas/Address');
    expect(at(document, 'components', 'schemas', 'AddressInput', 'required')).toEqual(['street']);
    expect(at(document, 'components', 'schemas', 'Address', 'required')).toEqual(['street', 'floor']);
  });

  it.each([
    ['a code without a kind', specWith({ problems: ['THING.UNHEARD_OF'] }), 'THING.UNHEARD_OF'],
    ['a path whose parameters have other names', specWith({ path: '/v1/things/{id}' }), 'different'],
    ['a schema JSON Schema has no words for', specWith({ body: z.strictObject({ at: z.date() }) }), 'Date'],
    [
      'one id for two schemas',
      specWith({
        body: z.strictObject({ a: z.string().meta({ id: 'Twice' }) }),
        query: z.strictObject({ b: z.string().max(3).meta({ id: 'Twice' }) }),
      }),
      'Twice',
    ],
  ])('is not made with %s', (_, spec, fault) => {
    expect(() => documentOf([spec])).toThrow(fault);
  });

  it('has the general problems from the pipeline itself', () => {
    const document = openApiDocument({ title: 'T', version: '1', specs: [], problems: generalProblems });
    expect(at(document, 'components', 'schemas', 'ProblemCode', 'enum')).toContain('REQUEST.NO_ROUTE');
  });
});
