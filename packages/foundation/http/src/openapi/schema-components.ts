import * as z from 'zod';

/** A JSON Schema (draft 2020-12), or any other part of the document. */
export type Json = Readonly<Record<string, unknown>>;

type Direction = 'input' | 'output';

export interface SchemaComponents {
  /** What a client may send. Schemas with `.meta({ id })` become components that the result refers to. */
  sent(schema: z.ZodType): Json;
  /** What a client may receive. It is open: fields can be added to an answer without breaking anybody. */
  received(schema: z.ZodType): Json;
  /** The document with its components in place. Once all schemas are known, names are settled. */
  settle(document: Json): Json;
}

const REFERENCE = /"#\/\$defs\/(input|output):([^"]+)"/g;

const open: Parameters<typeof z.toJSONSchema>[1] = {
  override: ({ jsonSchema }) => {
    if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  },
};

/**
 * Turns zod schemas into JSON Schemas and gathers the shared ones. An id that is both sent and received names what is
 * received; what is sent then has the suffix `Input`, for the two differ (defaults, openness). Throws where one id names
 * two schemas, and at a recursive schema without an id.
 */
export const schemaComponents = (): SchemaComponents => {
  const gathered: Readonly<Record<Direction, Map<string, Json>>> = { input: new Map(), output: new Map() };

  const convert = (schema: z.ZodType, io: Direction): Json => {
    const converted = z.toJSONSchema(schema, { io, ...(io === 'output' && open) });
    const text = JSON.stringify(converted);
    if (text.includes('"$ref":"#"') || text.includes('"$ref":"#/$defs/__schema')) {
      throw new Error('a recursive schema needs an id');
    }
    const tagged = text.replaceAll('"$ref":"#/$defs/', `"$ref":"#/$defs/${io}:`);
    const { $schema: _dialect, $defs = {}, ...inline } = JSON.parse(tagged) as Json & { $defs?: Json };
    for (const [id, definition] of Object.entries($defs)) {
      const known = gathered[io].get(id);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(definition)) {
        throw new Error(`the schema id ${id} names two different schemas`);
      }
      gathered[io].set(id, definition as Json);
    }
    return inline;
  };

  const nameOf = (io: Direction, id: string): string =>
    io === 'input' && gathered.output.has(id) ? `${id}Input` : id;

  const named = (io: Direction): Json =>
    Object.fromEntries([...gathered[io]].map(([id, definition]) => [nameOf(io, id), definition]));

  return {
    sent: (schema) => convert(schema, 'input'),
    received: (schema) => convert(schema, 'output'),
    settle: (document) => {
      const components = document.components as Json;
      const schemas = { ...(components.schemas as Json), ...named('input'), ...named('output') };
      const text = JSON.stringify({ ...document, components: { ...components, schemas } });
      const settled = text.replaceAll(
        REFERENCE,
        (_, io: Direction, id: string) => `"#/components/schemas/${nameOf(io, id)}"`,
      );
      return JSON.parse(settled) as Json;
    },
  };
};
