import type { KoaContextWithOIDC } from 'oidc-provider';
import { html, type Html } from '../docs/html.ts';
import { styleElement } from '../docs/style-element.ts';

const style = styleElement(`
:root { color-scheme: light dark; }
body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 28rem; margin: 10vh auto; padding: 0 1rem; }
label { display: block; margin-top: 1rem; font-weight: 600; }
select, input, button { box-sizing: border-box; width: 100%; font: inherit; padding: .6rem; margin-top: .3rem; }
button { margin-top: 1.5rem; }
[role=alert] { border-left: .3rem solid #c00; padding-left: .8rem; }
`);

/**
 * No script, nothing from elsewhere, in nobody's frame. Loopback ports are form targets too: browsers hold `form-action`
 * against the redirect that carries the code to a script.
 */
const POLICY = [
  "default-src 'none'",
  `style-src ${style.source}`,
  "form-action 'self' http://127.0.0.1:*",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Vietnamese first, then English, each marked as what it is. */
const both = (vietnamese: string, english: string): Html =>
  html`${vietnamese} <span lang="en">/ ${english}</span>`;

/** What the page shows: the form, or why there is none. */
export type SignInView =
  | {
      readonly kind: 'form';
      readonly subjects: readonly string[];
      readonly chosen: string;
      readonly wrong: boolean;
    }
  | { readonly kind: 'over' }
  | { readonly kind: 'failed'; readonly code: string };

const formOf = ({ subjects, chosen, wrong }: Extract<SignInView, { kind: 'form' }>): Html =>
  html`${wrong ? html`<p role="alert">${both('Mật khẩu không đúng.', 'Wrong password.')}</p>` : ''}
    <form method="post">
      <label for="persona">${both('Bạn là ai', 'Who you are')}</label>
      <select id="persona" name="persona" required>
        ${subjects.map((one) =>
          one === chosen ? html`<option selected>${one}</option>` : html`<option>${one}</option>`,
        )}
      </select>
      <label for="password">${both('Mật khẩu trình diễn', 'Demo password')}</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required />
      <button type="submit">${both('Đăng nhập', 'Sign in')}</button>
    </form>`;

const mainOf = (view: SignInView): Html => {
  if (view.kind === 'form') return formOf(view);
  if (view.kind === 'over')
    return html`<p role="alert">
      ${both('Phiên đăng nhập đã hết. Hãy bắt đầu lại.', 'This sign-in is over. Start again.')}
    </p>`;
  return html`<p role="alert">
    ${both('Không đăng nhập được', 'Sign-in failed')}: <code>${view.code}</code>
  </p>`;
};

/** The part of a request's context that a page is written to. */
type PageContext = Pick<KoaContextWithOIDC, 'status' | 'type' | 'body' | 'set'>;

/** Answers with a page of the issuer. */
export const page = (ctx: PageContext, status: number, view: SignInView): void => {
  ctx.status = status;
  ctx.type = 'html';
  ctx.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': POLICY,
    // Not `no-referrer`: under it browsers send a form with `Origin: null`, which is refused here.
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  });
  ctx.body = html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Temkin · Đăng nhập / Sign in</title>
        ${style.element}
      </head>
      <body>
        <main>
          <h1>Temkin</h1>
          ${mainOf(view)}
        </main>
      </body>
    </html> `.markup;
};
