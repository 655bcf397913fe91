import type { OpenApiDocument } from '@temkin/http/openapi';
import { resolved, type OperationView, type PlacedOperation, type ResponseView } from './api-view.ts';
import { curlExample } from './curl-example.ts';
import { html, type Html } from './html.ts';
import { line, prose } from './prose.ts';
import { field, fields } from './schema-fields.ts';

/** One problem that an operation may answer. */
export interface ProblemLine {
  readonly status: string;
  readonly code: string;
  readonly title: string;
}

const isProblem = ({ content }: ResponseView): boolean => 'application/problem+json' in content;

/** The problems of an operation: the description of a response has one paragraph each, code and title. */
export const problemsOf = ({ responses }: OperationView): readonly ProblemLine[] =>
  Object.entries(responses)
    .filter(([, response]) => isProblem(response))
    .flatMap(([status, { description }]) =>
      description.split('\n\n').map((paragraph) => {
        const [, code = '', title = ''] = /^`([^`]+)`: (.*)$/s.exec(paragraph) ?? [];
        return { status, code, title };
      }),
    );

/** Problems in a list. */
export const problemList = (problems: readonly ProblemLine[]): Html =>
  html`<ul class="problems">
    ${problems.map(
      ({ status, code, title }) =>
        html`<li><b>${status}</b> <code>${code}</code> <span>${line(title)}</span></li>`,
    )}
  </ul>`;

const sends = (document: OpenApiDocument, { parameters, requestBody }: OperationView): Html => {
  const own = parameters.map((one) => resolved(document, one)).filter(({ in: place }) => place !== 'header');
  const body = requestBody?.content['application/json']?.schema;
  if (own.length === 0 && body === undefined) return html``;
  return html`<h4>Takes</h4>
    ${
      own.length === 0
        ? ''
        : html`<ul class="fields">
            ${own.map(({ name, in: place, required, schema }) =>
              field(document, name, { description: `In the ${place}.`, ...schema }, required === true),
            )}
          </ul>`
    }${body === undefined ? '' : fields(document, body)}`;
};

const answers = (document: OpenApiDocument, { responses }: OperationView): Html =>
  html`${Object.entries(responses)
    .filter(([, response]) => !isProblem(response))
    .map(([status, { description, content }]) => {
      const mediaTypes = Object.keys(content);
      const schema = mediaTypes.length === 1 ? content[mediaTypes[0] ?? '']?.schema : undefined;
      const holds =
        schema === undefined
          ? html`<p>${mediaTypes.map((type) => html`<code>${type}</code> `)}</p>`
          : fields(document, schema);
      return html`<h4>Answers</h4>
        <details>
          <summary><b>${status}</b> ${line(description)}</summary>
          ${holds}
        </details>`;
    })}`;

/** Who may call: roles, or anybody where no token is asked for. */
const admitted = (operation: OperationView): readonly string[] =>
  operation.security.length === 0 ? ['anybody'] : operation['x-temkin-roles'];

/** Everything about one operation. `common` are the codes that every operation may answer, told elsewhere. */
export const operationArticle = (
  document: OpenApiDocument,
  placed: PlacedOperation,
  common: ReadonlySet<string>,
): Html => {
  const { method, path, operation } = placed;
  const own = problemsOf(operation).filter(({ code }) => !common.has(code));
  // The last paragraph repeats roles and action for viewers that do not know our extensions.
  const about = operation.description.split('\n\n').slice(0, -1).join('\n\n');
  return html`<article id="${operation.operationId}">
    <h3><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code></h3>
    <p class="summary">${line(operation.summary)}</p>
    ${about === '' ? '' : prose(about)}
    <dl>
      <div>
        <dt>Who</dt>
        <dd>${admitted(operation).map((role) => html`<span class="role">${role}</span> `)}</dd>
      </div>
      <div>
        <dt>Scope</dt>
        <dd>${(operation.security[0]?.oauth2 ?? []).map((scope) => html`<code>${scope}</code> `)}</dd>
      </div>
      <div>
        <dt>On record as</dt>
        <dd><code>${operation['x-temkin-action']}</code></dd>
      </div>
    </dl>
    ${sends(document, operation)} ${answers(document, operation)}
    <h4>Refuses</h4>
    ${own.length === 0 ? '' : problemList(own)}
    <p class="more">and <a href="#everywhere">what every route may refuse</a></p>
    <h4>Try it</h4>
    <pre tabindex="0"><code>${curlExample(document, placed)}</code></pre>
  </article>`;
};
