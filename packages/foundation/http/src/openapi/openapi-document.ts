import { withPlaceholders } from '../path.ts';
import type { ProblemCatalogue } from '../problem.ts';
import type { RouteSpec } from '../route.ts';
import { operation } from './operation.ts';
import { problemSchemas } from './problem-responses.ts';
import { schemaComponents, type Json } from './schema-components.ts';
import { securitySchemes, sharedHeaders, sharedParameters } from './shared-components.ts';

export interface OpenApiSource {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  readonly specs: readonly RouteSpec[];
  /** Of all capabilities, and the general ones. */
  readonly problems: ProblemCatalogue;
}

/** An OpenAPI 3.1 document; plain JSON. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: Json;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly components: Readonly<Record<string, Json>>;
}

/**
 * The contract, from the specifications that the pipeline enforces: every route, parameter, header, body and problem
 * code. Throws where something cannot be said in it: a code without a kind, a schema JSON Schema has no words for, path
 * and parameters that differ.
 */
export const openApiDocument = ({
  title,
  version,
  description,
  specs,
  problems,
}: OpenApiSource): OpenApiDocument => {
  const schemas = schemaComponents();
  const paths: Record<string, Record<string, Json>> = {};
  for (const spec of specs) {
    // OpenAPI has no word for a parameter of several segments: its description says so.
    const path = withPlaceholders(spec.path, (name) => `{${name}}`);
    paths[path] = {
      ...paths[path],
      [spec.method.toLowerCase()]: operation(spec, problems, schemas),
    };
  }
  const document = schemas.settle({
    openapi: '3.1.1',
    info: { title, version, ...(description !== undefined && { description }) },
    servers: [{ url: '/' }],
    tags: [...new Set(specs.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: problemSchemas(problems),
      parameters: sharedParameters,
      headers: sharedHeaders,
      securitySchemes: securitySchemes(specs),
    },
  });
  return document as Json & OpenApiDocument;
};
