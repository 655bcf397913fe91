import { codesOf } from '@temkin/http';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { apiProblems, apiSpecs } from '../../packages/runtimes/local/src/api-document.ts';
import { openApiText } from '../../scripts/openapi-text.ts';
import { openApi31 } from '../support/openapi-3-1.ts';

const committed = readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8');
const document: unknown = JSON.parse(committed);

/** What stands at a path of names. */
const at = (node: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>(
    (part, name) => (part as Readonly<Record<string, unknown>> | undefined)?.[name],
    node,
  );

const entriesAt = (node: unknown, ...names: readonly string[]): readonly (readonly [string, unknown])[] =>
  Object.entries(at(node, ...names) ?? {});

/** Every value that stands under a name, at any depth. */
const valuesOf = (name: string, node: unknown): readonly unknown[] =>
  typeof node !== 'object' || node === null
    ? []
    : Object.entries(node).flatMap(([key, value]) => [
        ...(key === name ? [value] : []),
        ...valuesOf(name, value),
      ]);

const operations = entriesAt(document, 'paths').flatMap(([path, methods]) =>
  entriesAt(methods).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
);

/** The codes that an operation's problem responses list. */
const codesIn = (operation: unknown): readonly string[] =>
  entriesAt(operation, 'responses').flatMap(([, response]) =>
    valuesOf('enum', at(response, 'content', 'application/problem+json'))
      .flat()
      .map(String),
  );

/** A route as the document names it, which has no word for a parameter that takes all that follows. */
const routeOf = ({ method, path }: (typeof apiSpecs)[number]): string =>
  `${method} ${path.replaceAll('+}', '}')}`;

const namedBy = (
  specs: typeof apiSpecs,
  describeSpec: (spec: (typeof apiSpecs)[number]) => unknown,
): unknown => Object.fromEntries(specs.map((spec) => [routeOf(spec), describeSpec(spec)]));

/** Codes that no route answers: those of no address, and of what is done without HTTP so far (tenants, enrolment). */
const OFF_ROUTE = [
  'ACCESS.FACILITY_EXISTS',
  'ACCESS.PRINCIPAL_EXISTS',
  'ACCESS.RECORD_MALFORMED',
  'ACCESS.TENANT_EXISTS',
  'ACCESS.TENANT_UNKNOWN',
  'FINDING.GROUNDS_NOT_ALLOWED',
  'FINDING.WITHDRAWN_BEFORE',
  'REQUEST.METHOD_NOT_ALLOWED',
  'REQUEST.NO_ROUTE',
  'SUBSCRIPTION.MOVE_NOT_YOURS',
  'SUBSCRIPTION.NOT_VERIFIED',
];

/** Codes that only an item of a batch is refused with: the route itself answers 200. */
const IN_ITEMS = [
  'PARCEL.EVENT_NOT_ALLOWED',
  'PARCEL.LABEL_MISMATCH',
  'PARCEL.SCAN_REQUIRED',
  'PARCEL.SOURCE_EVENT_EXISTS',
  'PARCEL.TIME_INVALID',
];

describe('docs/openapi.json', () => {
  it('is what the code generates (else: npm run openapi)', () => {
    expect(committed === openApiText()).toBe(true);
  });

  it('has the shape of an OpenAPI 3.1 document and no field that the specification does not know', () => {
    expect(openApi31.safeParse(document).error?.issues ?? []).toEqual([]);
  });

  it('has every route, and no other', () => {
    expect(operations.map(({ route }) => route).toSorted()).toEqual(apiSpecs.map(routeOf).toSorted());
  });

  it('lists under every route the problem codes it can answer, and no other', () => {
    const listed = operations.map(({ route, operation }) => [route, codesIn(operation).toSorted()]);
    expect(Object.fromEntries(listed)).toEqual(namedBy(apiSpecs, (spec) => codesOf(spec).toSorted()));
  });

  it('lists every code of the catalogue, and under some route each that a route answers', () => {
    const catalogue = Object.keys(apiProblems).toSorted();
    expect(at(document, 'components', 'schemas', 'ProblemCode', 'enum')).toEqual(catalogue);
    const listed = new Set(operations.flatMap(({ operation }) => codesIn(operation)));
    expect(catalogue.filter((code) => !listed.has(code))).toEqual([...OFF_ROUTE, ...IN_ITEMS].toSorted());
  });

  it('refers to nothing that is not there', () => {
    const references = new Set(valuesOf('$ref', document).map(String));
    expect(references.size).toBeGreaterThan(10);
    const dangling = [...references].filter((to) => at(document, ...to.split('/').slice(1)) === undefined);
    expect(dangling).toEqual([]);
  });

  it('has no component that nothing refers to', () => {
    const references = new Set(valuesOf('$ref', document).map(String));
    const components = ['schemas', 'parameters', 'headers'].flatMap((kind) =>
      entriesAt(document, 'components', kind).map(([name]) => `#/components/${kind}/${name}`),
    );
    expect(components.filter((name) => !references.has(name))).toEqual([]);
  });

  it('gives every operation an id of its own, a declared tag and declared scopes', () => {
    const ids = operations.map(({ operation }) => at(operation, 'operationId'));
    expect(new Set(ids).size).toBe(operations.length);
    const tags = (at(document, 'tags') as readonly unknown[]).map((tag) => at(tag, 'name'));
    const flows = entriesAt(document, 'components', 'securitySchemes', 'oauth2', 'flows');
    for (const { operation } of operations) {
      expect(tags).toContain(at(operation, 'tags', '0'));
      for (const scope of (at(operation, 'security', '0', 'oauth2') ?? []) as readonly string[])
        for (const [, flow] of flows) expect(at(flow, 'scopes', scope)).toEqual(expect.any(String));
    }
  });

  it('declares each parameter of a path, and each parameter once', () => {
    for (const { route, operation } of operations) {
      const parameters = entriesAt(operation, 'parameters').map(([, parameter]) => {
        const reference = at(parameter, '$ref');
        return typeof reference === 'string' ? at(document, ...reference.split('/').slice(1)) : parameter;
      });
      const placed = parameters.map((one) => `${String(at(one, 'in'))} ${String(at(one, 'name'))}`);
      expect(new Set(placed).size).toBe(placed.length);
      expect(placed.filter((one) => one.startsWith('path '))).toEqual(
        [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => `path ${name}`),
      );
    }
  });

  it('requires no property that it does not describe', () => {
    const objects = (node: unknown): readonly unknown[] =>
      typeof node !== 'object' || node === null
        ? []
        : [...(Array.isArray(at(node, 'required')) ? [node] : []), ...Object.values(node).flatMap(objects)];
    const undescribed = objects(document).flatMap((schema) =>
      (at(schema, 'required') as readonly string[]).filter(
        (name) => at(schema, 'properties', name) === undefined,
      ),
    );
    expect(undescribed).toEqual([]);
  });

  it('describes the parcels of a batch as it describes a single one', () => {
    const sent = (path: string): unknown =>
      at(document, 'paths', path, 'post', 'requestBody', 'content', 'application/json', 'schema');
    const single = at(sent('/v1/parcels'), '$ref');
    expect(single).toBe('#/components/schemas/NewParcel');
    expect(valuesOf('$ref', at(sent('/v1/parcels/batch'), 'properties', 'parcels', 'items'))).toEqual([
      single,
    ]);
  });
});
