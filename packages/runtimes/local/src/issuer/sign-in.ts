import type { IncomingMessage } from 'node:http';
import type { Interaction, Provider } from 'oidc-provider';
import { isSignInPassword } from './credentials.ts';
import type { Installation } from './installation.ts';
import { API_AUDIENCE, type IssuerPersona } from './provider-configuration.ts';
import { page } from './sign-in-page.ts';

type Middleware = Parameters<Provider['use']>[0];
type Context = Parameters<Middleware>[0];

export interface SignInDependencies {
  readonly provider: Provider;
  readonly installation: Installation;
  readonly personas: readonly IssuerPersona[];
}

const FORM_LIMIT_BYTES = 4_096;

/** A submitted form; undefined where it is too long to be ours. Read to its end: unread bytes would block the connection. */
const readForm = async (request: IncomingMessage): Promise<URLSearchParams | undefined> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= FORM_LIMIT_BYTES) chunks.push(chunk);
  }
  return length > FORM_LIMIT_BYTES ? undefined : new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
};

const staff = (personas: readonly IssuerPersona[]): readonly IssuerPersona[] =>
  personas.filter(({ kind }) => kind === 'staff');

/** Shows the form, or takes it: answers the persona whose tenant's password was given. */
const login = async (
  ctx: Context,
  { installation, personas }: SignInDependencies,
): Promise<IssuerPersona | undefined> => {
  const subjects = staff(personas).map(({ subject }) => subject);
  if (ctx.method !== 'POST') {
    page(ctx, 200, { kind: 'form', subjects, chosen: '', wrong: false });
    return undefined;
  }
  const form = await readForm(ctx.req);
  const chosen = form?.get('persona') ?? '';
  const persona = staff(personas).find(({ subject }) => subject === chosen);
  if (persona !== undefined && isSignInPassword(installation, persona.tenant, form?.get('password') ?? ''))
    return persona;
  page(ctx, 403, { kind: 'form', subjects, chosen, wrong: true });
  return undefined;
};

/** Grants what was asked for as far as the persona may have it. Nobody is asked: the client is our own. */
const consent = async (
  { session, params }: Interaction,
  { provider, personas }: SignInDependencies,
): Promise<string> => {
  const persona = personas.find(({ subject }) => subject === session?.accountId);
  const grant = new provider.Grant({
    accountId: String(session?.accountId),
    clientId: String(params.client_id),
  });
  const allowed = new Set(['openid', ...(persona?.scopes ?? [])]);
  const asked = typeof params.scope === 'string' ? params.scope.split(' ') : [];
  const granted = asked.filter((scope) => allowed.has(scope));
  const rejected = asked.filter((scope) => !allowed.has(scope));
  grant.addOIDCScope(granted);
  grant.rejectOIDCScope(rejected);
  grant.addResourceScope(API_AUDIENCE, granted);
  grant.rejectResourceScope(API_AUDIENCE, rejected);
  return grant.save();
};

/**
 * The provider's interactions, at `/interaction/<uid>`: `login` by a form, `consent` without asking. They are finished
 * one after the other, since together they begin anew for a client that demands consent.
 */
export const signIn =
  (dependencies: SignInDependencies): Middleware =>
  async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) return next();
    const { provider } = dependencies;
    const interaction = await provider.interactionDetails(ctx.req, ctx.res).catch(() => undefined);
    if (interaction === undefined) return page(ctx, 400, { kind: 'over' });

    const finish = async (result: Parameters<Provider['interactionResult']>[2]): Promise<void> => {
      ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result));
      ctx.status = 303;
    };
    if (interaction.prompt.name === 'consent')
      return finish({ consent: { grantId: await consent(interaction, dependencies) } });
    const persona = await login(ctx, dependencies);
    if (persona !== undefined) await finish({ login: { accountId: persona.subject } });
    return undefined;
  };
