import type { OpenApiDocument } from '@temkin/http/openapi';

/** A JSON Schema, as far as the page shows it. */
export interface SchemaView {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly format?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly items?: SchemaView;
  readonly properties?: Readonly<Record<string, SchemaView>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly SchemaView[];
  readonly anyOf?: readonly SchemaView[];
}

export interface ParameterView {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: SchemaView;
}

type ContentView = Readonly<Record<string, { readonly schema?: SchemaView }>>;

export interface ResponseView {
  readonly description: string;
  readonly content: ContentView;
}

/** An operation, as `@temkin/http/openapi` writes it. */
export interface OperationView {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly 'x-temkin-action': string;
  readonly 'x-temkin-roles': readonly string[];
  readonly security: readonly { readonly oauth2: readonly string[] }[];
  readonly parameters: readonly ParameterView[];
  readonly requestBody?: { readonly content: ContentView };
  readonly responses: Readonly<Record<string, ResponseView>>;
}

/** An operation at its address. */
export interface PlacedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: OperationView;
}

/** All operations in the order of the document. */
export const operationsOf = ({ paths }: OpenApiDocument): readonly PlacedOperation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation: operation as unknown as OperationView,
    })),
  );

/** What a reference of this document leads to; anything else as it is. Throws where it leads nowhere. */
export const resolved = <Part extends { readonly $ref?: string }>(
  { components }: OpenApiDocument,
  part: Part,
): Part => {
  if (part.$ref === undefined) return part;
  const [kind = '', name = ''] = part.$ref.split('/').slice(2);
  const found = (components[kind] as Readonly<Record<string, Part>> | undefined)?.[name];
  if (found === undefined) throw new Error(`nothing stands at ${part.$ref}`);
  return found;
};
