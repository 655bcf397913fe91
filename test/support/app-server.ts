import { loopbackServer, type LoopbackServer } from './loopback-server.ts';

/** What a page is, and what else its server has. */
export interface ServedApp {
  readonly script: Uint8Array;
  /** The page's Content-Security-Policy. */
  readonly policy: string;
  /** What lies at another path; undefined where there is nothing. */
  readonly answer: (
    pathname: string,
  ) => Promise<{ readonly type: string; readonly body: string | Uint8Array } | undefined>;
}

const PAGE = '<!doctype html><title>App</title><script type="module" src="/app.js"></script>';

/** Serves a page that runs a script and nothing else, and what the script asks for. */
export const appServer = ({ script, policy, answer }: ServedApp): Promise<LoopbackServer> =>
  loopbackServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const own = new Map([
      ['/', { type: 'text/html', body: PAGE }],
      ['/app.js', { type: 'text/javascript', body: script }],
    ]);
    const found = own.get(pathname) ?? (await answer(pathname));
    if (found === undefined) return void response.writeHead(404).end();
    const headers = { 'content-type': found.type, 'content-security-policy': policy };
    response.writeHead(200, headers).end(found.body);
  });
