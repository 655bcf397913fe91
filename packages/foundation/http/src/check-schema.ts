import type { FieldError } from '@temkin/kernel';
import type * as z from 'zod';
import { declaredNames } from './declared-names.ts';
import { explainIssue } from './explain-issue.ts';

/** A value as its schema gives it out, or the faults in it. */
export type Checked<Value> =
  | { readonly fits: true; readonly value: Value }
  | { readonly fits: false; readonly faults: readonly FieldError[] };

type Issue = z.core.$ZodIssue;

/** The form that was probably meant: the one with the fewest faults, if there is exactly one such. */
const closest = (forms: readonly (readonly Issue[])[]): readonly Issue[] | undefined => {
  const fewest = Math.min(...forms.map((issues) => issues.length));
  const candidates = forms.filter((issues) => issues.length === fewest);
  return candidates.length === 1 ? candidates[0] : undefined;
};

const flatten = (
  issues: readonly Issue[],
  prefix: readonly PropertyKey[] = [],
): readonly { readonly path: readonly PropertyKey[]; readonly detail: string }[] =>
  issues.flatMap((issue) => {
    const path = [...prefix, ...issue.path];
    const meant = issue.code === 'invalid_union' ? closest(issue.errors) : undefined;
    return meant === undefined ? [{ path, detail: issue.message }] : flatten(meant, path);
  });

/** RFC 6901 §3, cut before the first name that the schema does not declare. */
const pointerTo = (path: readonly PropertyKey[], names: ReadonlySet<string>): string => {
  const foreign = path.findIndex((step) => typeof step !== 'number' && !names.has(String(step)));
  return path
    .slice(0, foreign === -1 ? path.length : foreign)
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
};

/**
 * Parses a value by a schema: a body, or one item of a batch. Faults tell where and what the schema wants, never what
 * was sent; pointers begin at the value.
 */
export const checkSchema = <Value>(schema: z.ZodType<Value>, value: unknown): Checked<Value> => {
  const parsed = schema.safeParse(value, { error: explainIssue });
  if (parsed.success) return { fits: true, value: parsed.data };
  const names = declaredNames(schema);
  return {
    fits: false,
    faults: flatten(parsed.error.issues).map(({ path, detail }) => ({
      pointer: pointerTo(path, names),
      detail,
    })),
  };
};
