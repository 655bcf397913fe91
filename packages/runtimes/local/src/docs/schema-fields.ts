import type { OpenApiDocument } from '@temkin/http/openapi';
import { resolved, type SchemaView } from './api-view.ts';
import { html, type Html } from './html.ts';
import { line } from './prose.ts';

/** Without the wrappings that say nothing by themselves: references, and `allOf` of one. */
export const bare = (document: OpenApiDocument, schema: SchemaView): SchemaView => {
  const target = resolved(document, schema);
  const [only, ...others] = target.allOf ?? [];
  return only !== undefined && others.length === 0 ? bare(document, only) : target;
};

const codes = (values: readonly unknown[]): Html =>
  html`${values.map((value, index) => html`${index === 0 ? '' : ' · '}<code>${String(value)}</code>`)}`;

const typeOf = (document: OpenApiDocument, schema: SchemaView): string => {
  if (schema.items !== undefined) {
    const most = schema.maxItems === undefined ? '' : `, at most ${schema.maxItems}`;
    return `list of ${typeOf(document, bare(document, schema.items))}${most}`;
  }
  return schema.format ?? schema.type ?? '';
};

/** JSON Schema says of every integer that it is a safe one; that is no limit worth a word. */
const bound = (word: string, value: number | undefined): string =>
  value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER
    ? ''
    : `${word} ${value.toLocaleString('en')}`;

const rulesOf = (schema: SchemaView): Html => {
  const { maxLength, minimum, maximum, format, pattern } = schema;
  const limits = [
    bound('at least', minimum),
    bound('at most', maximum),
    maxLength === undefined ? '' : `at most ${maxLength} characters`,
  ].filter((text) => text !== '');
  return html`${limits.length > 0 ? html` <span>${limits.join(', ')}</span>` : ''}${
    schema.const === undefined ? '' : html` <span>exactly ${codes([schema.const])}</span>`
  }${schema.enum === undefined ? '' : html` <span>${codes(schema.enum)}</span>`}${
    // A known format says it better than the pattern that enforces it.
    pattern === undefined || format !== undefined ? '' : html` <span>${codes([pattern])}</span>`
  }${schema.default === undefined ? '' : html` <span>else ${codes([schema.default])}</span>`}`;
};

/** A named value: its type, its rules, what it means and what it holds. */
export const field = (
  document: OpenApiDocument,
  name: string,
  schema: SchemaView,
  required: boolean,
): Html => {
  const target = bare(document, schema);
  const inner = target.items === undefined ? target : bare(document, target.items);
  const rules = html`${rulesOf(target)}${target.items === undefined ? '' : rulesOf(inner)}`;
  return html`<li>
    <code class="name">${name}</code> <span class="type">${typeOf(document, target)}</span>${
      required ? html` <b>required</b>` : ''
    }<span class="rules">${rules}</span>${
      target.description === undefined ? '' : html`<p>${line(target.description)}</p>`
    }${fields(document, inner)}
  </li>`;
};

/** What an object holds, nested as deep as it goes; nothing for anything else. */
export const fields = (document: OpenApiDocument, schema: SchemaView): Html => {
  const { properties, required = [], anyOf } = bare(document, schema);
  if (anyOf !== undefined)
    return html`<p class="either">either</p>
      ${anyOf.map(
        (form, index) => html`${index === 0 ? '' : html`<p class="either">or</p>`}${fields(document, form)}`,
      )}`;
  if (properties === undefined) return html``;
  return html`<ul class="fields">
    ${Object.entries(properties).map(([name, property]) =>
      field(document, name, property, required.includes(name)),
    )}
  </ul>`;
};
