import type * as z from 'zod';

const UNITS: Readonly<Record<string, string>> = { string: 'character', array: 'item', set: 'item' };

const TYPES: Readonly<Record<string, string>> = { int: 'integer', record: 'object', tuple: 'array' };

const oneOf = (values: readonly unknown[]): string =>
  (values.length > 1 ? 'one of ' : '') +
  values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value))).join(', ');

const bound = (
  issue: { readonly origin: string; readonly exact?: boolean; readonly inclusive?: boolean },
  limit: number | bigint,
  words: { readonly inclusive: string; readonly exclusive: string },
): string => {
  const unit = UNITS[issue.origin];
  const measure =
    issue.exact === true ? 'exactly' : issue.inclusive === false ? words.exclusive : words.inclusive;
  return unit === undefined
    ? `Must be ${measure} ${limit}.`
    : `Must have ${measure} ${limit} ${unit}${Number(limit) === 1 ? '' : 's'}.`;
};

/** Which names an object may have, as the published document of the API says them; nothing of a schema that names none, as a record. */
const allowed = (schema: object | undefined): string => {
  const shape = (schema as z.ZodObject | undefined)?.def.shape as object | undefined;
  if (shape === undefined) return '';
  const names = Object.keys(shape).map((name) => `"${name}"`);
  return `; ${names.length === 0 ? 'nothing' : names.join(', ')} may be there`;
};

/**
 * The sentence for a schema issue where the schema has none of its own. It speaks of the schema only: neither the value
 * that was sent nor the name of an unknown property appears, for both may be personal data.
 */
export const explainIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'Required.'
        : `Must be of type ${TYPES[issue.expected] ?? issue.expected}.`;
    case 'invalid_value':
      return issue.input === undefined ? 'Required.' : `Must be ${oneOf(issue.values)}.`;
    case 'too_small':
      return bound(issue, issue.minimum, { inclusive: 'at least', exclusive: 'more than' });
    case 'too_big':
      return bound(issue, issue.maximum, { inclusive: 'at most', exclusive: 'less than' });
    case 'invalid_format':
      return issue.format === 'regex'
        ? `Must match ${String(issue.pattern)}.`
        : `Must have the format ${issue.format}.`;
    case 'not_multiple_of':
      return `Must be a multiple of ${issue.divisor}.`;
    case 'unrecognized_keys':
      return `Has an unknown property${allowed(issue.inst)}.`;
    case 'invalid_key':
      return 'Has a property name that is not allowed.';
    case 'invalid_union':
      return issue.input === undefined ? 'Required.' : 'Fits none of the accepted forms.';
    default:
      return 'Is not valid.';
  }
};
