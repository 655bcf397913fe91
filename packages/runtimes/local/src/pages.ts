import { readFile } from 'node:fs/promises';
import { DOCS_STYLE_SOURCE, docsPage } from './docs-page.ts';

const OPENAPI_FILE = new URL('../../../../docs/openapi.json', import.meta.url);

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src ${DOCS_STYLE_SOURCE}; frame-ancestors 'none'; base-uri 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const answer = (status: number, type: string, body: string): Response =>
  new Response(body, { status, headers: { ...HEADERS, 'content-type': type } });

/** The pages beside the API: health, the OpenAPI document and a readable view of it. Undefined for any other address. */
export const pages = async (isReady: () => Promise<boolean>) => {
  const document = await readFile(OPENAPI_FILE, 'utf8');
  const docs = docsPage(JSON.parse(document));
  return async (request: Request): Promise<Response | undefined> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
    switch (new URL(request.url).pathname) {
      case '/healthz': {
        const ready = await isReady();
        return answer(
          ready ? 200 : 503,
          'application/json',
          JSON.stringify({ status: ready ? 'ok' : 'starting' }),
        );
      }
      case '/openapi.json':
        return answer(200, 'application/json', document);
      case '/':
      case '/docs':
        return answer(200, 'text/html; charset=utf-8', docs);
      default:
        return undefined;
    }
  };
};
