import type { OpenApiDocument } from '@temkin/http/openapi';
import { openApiDocument } from '@temkin/http/openapi';
import { describe, expect, it } from 'vitest';
import { apiProblems, apiSpecs } from '../../packages/runtimes/local/src/api-document.ts';
import { docsPage } from '../../packages/runtimes/local/src/docs-page.ts';
import { makeSpec, tinyProblems } from '../support/tiny-application.ts';

const document = openApiDocument({
  title: 'Temkin',
  version: '1.2.3',
  specs: apiSpecs,
  problems: apiProblems,
});
const page = docsPage(document);

const matches = (pattern: RegExp, text = page): readonly string[] =>
  [...text.matchAll(pattern)].map(([, found]) => String(found));

/** The article of a route. */
const articleOf = (method: string, path: string): string => {
  const found = matches(/(<article[^]*?<\/article>)/g).find((article) =>
    article.includes(`>${method}</span> <code>${path.replaceAll('+}', '}')}</code>`),
  );
  if (found === undefined) throw new Error(`no article for ${method} ${path}`);
  return found;
};

describe('the page of the API', () => {
  it('has an article for every route, with its summary, scope, roles and the word on record', () => {
    expect(matches(/(<article)/g)).toHaveLength(apiSpecs.length);
    for (const { method, path, summary, access, action } of apiSpecs) {
      const article = articleOf(method, path);
      expect(article).toContain(summary);
      expect(article).toContain(access === 'public' ? 'anybody' : `<code>${access.scope}</code>`);
      expect(article).toContain(`<code>${action}</code>`);
      expect(matches(/class="role">([^<]+)</g, article)).toEqual(
        access === 'public' ? ['anybody'] : access.roles,
      );
    }
  });

  it('tells every problem of a route, in its article or among those of every route', () => {
    const everywhere = page.slice(page.indexOf('id="everywhere"'));
    for (const spec of apiSpecs) {
      const article = articleOf(spec.method, spec.path);
      for (const code of spec.problems) expect(article + everywhere).toContain(`<code>${code}</code>`);
    }
    expect(everywhere).toContain('ACCESS.SCOPE_MISSING');
    expect(articleOf('POST', '/v1/parcels')).toContain('PARCEL.WAYBILL_EXISTS');
    expect(articleOf('POST', '/v1/parcels')).not.toContain('ACCESS.SCOPE_MISSING');
  });

  it('shows what a route takes, down to the last field', () => {
    const names = matches(/class="name">([^<]+)</g, articleOf('POST', '/v1/parcels').split('Answers')[0]);
    for (const name of ['waybillNumber', 'recipient', 'address', 'communeCode', 'goods', 'sortCode'])
      expect(names).toContain(name);
    expect(articleOf('GET', '/v1/parcels/{parcelId}')).toContain('class="name">parcelId<');
  });

  it('gives a command to try, as a persona who may', () => {
    expect(articleOf('POST', '/v1/parcels')).toContain('$(npm run -s token -- --as order-system)');
    expect(articleOf('POST', '/v1/shifts/{shiftId}/close')).toContain('/v1/shifts/$SHIFT_ID/close');
    expect(page).not.toContain('--as …');
  });

  it('leads with every link to a place that exists once', () => {
    const ids = matches(/ id="([^"]+)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    const links = matches(/href="#([^"]+)"/g);
    expect(links.length).toBeGreaterThan(apiSpecs.length);
    expect(links.filter((link) => !ids.includes(link))).toEqual([]);
  });

  it('has a language, one main heading, and no heading that skips a level', () => {
    expect(page).toContain('<html lang="en">');
    const levels = matches(/<h(\d)/g).map(Number);
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    levels.reduce((above, level) => {
      expect(level).toBeLessThanOrEqual(above + 1);
      return level;
    }, 0);
  });

  it('loads nothing and runs nothing', () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|@import|url\(|src=/i);
    expect(matches(/href="([^"#][^"]*)"/g)).toEqual(['/openapi.json']);
  });

  it('escapes whatever the document says', () => {
    const nasty = `<script>alert("1" + '&')</script>`;
    const spec = { ...makeSpec, summary: nasty, description: nasty, tag: nasty };
    const hostile = docsPage(
      openApiDocument({
        title: nasty,
        version: nasty,
        description: nasty,
        specs: [spec],
        problems: { ...tinyProblems, 'THING.TAKEN': { status: 409, title: nasty } },
      }),
    );
    expect(hostile).not.toContain('<script');
    expect(hostile).toContain('&lt;script&gt;alert(&quot;1&quot; + &#39;&amp;&#39;)&lt;/script&gt;');
  });

  it('is not made from a document with a reference that leads nowhere', () => {
    const dangling: OpenApiDocument = { ...document, components: { ...document.components, schemas: {} } };
    expect(() => docsPage(dangling)).toThrow('nothing stands at #/components/schemas/');
  });
});
