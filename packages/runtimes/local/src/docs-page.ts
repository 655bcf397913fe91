import type { OpenApiDocument } from '@temkin/http/openapi';
import { operationsOf, type PlacedOperation } from './docs/api-view.ts';
import { html, type Html } from './docs/html.ts';
import { operationArticle, problemList, problemsOf, type ProblemLine } from './docs/operation-article.ts';
import { prose } from './docs/prose.ts';
import { styleElement } from './docs/style-element.ts';
import { STYLE } from './docs/style.ts';

const byTag = (operations: readonly PlacedOperation[]) =>
  [...new Set(operations.flatMap(({ operation }) => operation.tags))].map((tag) => ({
    tag,
    operations: operations.filter(({ operation }) => operation.tags.includes(tag)),
  }));

const contents = (operations: readonly PlacedOperation[]): Html =>
  html`<nav aria-label="Routes">
    ${byTag(operations).map(
      (section) =>
        html`<h2>${section.tag}</h2>
          <ul>
            ${section.operations.map(
              ({ operation }) => html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>`,
            )}
          </ul>`,
    )}
    <h2>Everywhere</h2>
    <ul>
      <li><a href="#everywhere">What every route may refuse</a></li>
    </ul>
  </nav>`;

/** What all routes that ask for a token may refuse; the few that do not can refuse what is not about tokens. */
const inAll = (operations: readonly PlacedOperation[]): readonly ProblemLine[] => {
  const [first = [], ...others] = operations.map(({ operation }) => problemsOf(operation));
  return first.filter(({ code }) => others.every((problems) => problems.some((one) => one.code === code)));
};

const style = styleElement(STYLE);

/** The page's styles as a content security policy names them. */
export const DOCS_STYLE_SOURCE = style.source;

/**
 * The OpenAPI document as one HTML page for people: no scripts, nothing from elsewhere. Throws where the document is not
 * of the kind that `@temkin/http/openapi` writes.
 */
export const docsPage = (document: OpenApiDocument): string => {
  const { title, version, description } = document.info as Readonly<Record<string, string | undefined>>;
  const operations = operationsOf(document);
  const common = inAll(operations.filter(({ operation }) => operation.security.length > 0));
  const commonCodes = new Set(common.map(({ code }) => code));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} API</title>
        ${style.element}
      </head>
      <body>
        <a class="skip" href="#routes">Skip to the routes</a>
        <div class="page">
          <header>
            <h1>${title} API <small>${version}</small></h1>
            ${prose(description ?? '')}
            <p>The same as data: <a href="/openapi.json">openapi.json</a></p>
          </header>
          ${contents(operations)}
          <main id="routes">
            ${byTag(operations).map(
              (section) =>
                html`<section>
                  <h2>${section.tag}</h2>
                  ${section.operations.map((placed) => operationArticle(document, placed, commonCodes))}
                </section>`,
            )}
            <section id="everywhere">
              <h2>What every route may refuse</h2>
              <p>Codes of <code>ACCESS</code> where it asks for a token.</p>
              <div class="everywhere">${problemList(common)}</div>
            </section>
          </main>
        </div>
      </body>
    </html> `.markup;
};
