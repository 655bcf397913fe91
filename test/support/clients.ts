import type { Clock } from '@temkin/kernel';
import { PERSONAS, type Persona } from '../../packages/runtimes/local/src/demo/personas.ts';
import { handsetOf } from './provisioned-device.ts';
import { signatureFields, type Signer } from './signed-request.ts';
import type { TestIssuer } from './test-issuer.ts';

/** Where the application under test is asked. */
export const ORIGIN = 'http://api.example';

const TOKEN_LIFE_SECONDS = 300;

/** How a persona's token differs from the usual one. */
export interface TokenOptions {
  /** Instead of the persona's own scopes. */
  readonly scopes?: readonly string[];
  /** From now, by the system's clock; 0 or less for a token that is refused as expired. */
  readonly expiresInSeconds?: number;
  /** Instead of a client of the persona's own: an app that many people use, say. */
  readonly client?: string;
  /** Signs the request, instead of what the persona signs with; null signs nothing. */
  readonly signer?: Signer | null;
}

/** Asks as somebody: signs in anew for every request, so that a moved clock leaves no token behind. */
export interface Client {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** A `body` that is neither a string nor bytes is sent as JSON; undefined sends none. */
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  patch(path: string, body: unknown): Promise<Response>;
}

/** Asks an application as one of the people it knows. */
export interface Clients {
  /** By the subject of a persona of the demo, or of one who was made known. */
  readonly as: (subject: string, token?: TokenOptions) => Client;
  readonly tokenFor: (subject: string, options?: TokenOptions) => Promise<string>;
  readonly meet: (persona: Persona) => void;
}

/** Clients of whatever answers requests, with tokens of the test's issuer. */
export const clients = ({
  fetch,
  issuer,
  clock,
  origin = ORIGIN,
}: {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly issuer: TestIssuer;
  readonly clock: Clock;
  /** Where the application is asked, as its clients see it. */
  readonly origin?: string;
}): Clients => {
  const people = new Map(PERSONAS.map((persona) => [persona.subject, persona]));

  const tokenFor: Clients['tokenFor'] = async (subject, options = {}) => {
    const persona = people.get(subject);
    if (persona === undefined) throw new Error(`nobody is called ${subject}`);
    const { scopes = persona.scopes, expiresInSeconds = TOKEN_LIFE_SECONDS, client } = options;
    const nowSeconds = Math.floor(clock.now() / 1_000);
    // A token that has expired was issued before.
    const issuedAtSeconds = Math.min(nowSeconds, nowSeconds + expiresInSeconds);
    const lifeSeconds = nowSeconds + expiresInSeconds - issuedAtSeconds;
    return issuer.sign({ tenant: persona.tenant, subject, client, scopes, issuedAtSeconds, lifeSeconds });
  };

  return {
    tokenFor,
    meet: (persona) => void people.set(persona.subject, persona),
    as: (subject, token) => {
      const ask = async (method: string, path: string, body: unknown, given = {}): Promise<Response> => {
        const url = origin + path;
        const authorization = `Bearer ${await tokenFor(subject, token)}`;
        const headers = new Headers({ authorization, ...given });
        const raw = body instanceof Uint8Array ? Uint8Array.from(body) : undefined;
        const text = raw ?? (body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
        if (text !== undefined && !headers.has('content-type'))
          headers.set('content-type', 'application/json');
        const persona = people.get(subject);
        const { signer = persona && handsetOf(persona) } = token ?? {};
        if (signer !== undefined && signer !== null) {
          const createdSeconds = Math.floor(clock.now() / 1_000);
          const signing = { method, url, authorization, body: text, createdSeconds };
          for (const [name, value] of Object.entries(signatureFields(signer, signing)))
            headers.set(name, value);
        }
        return fetch(
          new Request(url, {
            method,
            headers,
            ...(text !== undefined && { body: text }),
          }),
        );
      };
      return {
        get: (path, headers) => ask('GET', path, undefined, headers),
        post: (path, body, headers) => ask('POST', path, body, headers),
        patch: (path, body) => ask('PATCH', path, body),
      };
    },
  };
};
