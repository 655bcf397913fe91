import type * as z from 'zod';

type Definition = z.core.$ZodTypes['_zod']['def'];

const isSchema = (node: object): node is { readonly def: Definition } => 'def' in node && 'safeParse' in node;

/**
 * Every property name a schema declares, at any depth. Names from here are ours; any other name in a request was chosen
 * by its sender (the keys of a record, too) and must not be repeated to anybody.
 */
export const declaredNames = (schema: z.ZodType): ReadonlySet<string> => {
  const names = new Set<string>();
  const seen = new Set<object>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    if (!isSchema(node)) return Object.values(node).forEach(visit);
    const { def } = node;
    if (def.type === 'object') Object.keys(def.shape).forEach((name) => names.add(name));
    if (def.type === 'lazy') visit(def.getter());
    Object.values(def).forEach(visit);
  };
  visit(schema);
  return names;
};
