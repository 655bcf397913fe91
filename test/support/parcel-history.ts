import { ORIGIN, type TestSystem } from './system.ts';

/** The code in a message. */
export const codeIn = ({ text }: { readonly text: string }): string => /^\d{8}/.exec(text)?.[0] ?? '';

/** A code that is not that one. */
export const otherCode = (code: string): string => String((Number(code) + 1) % 1e8).padStart(8, '0');

/** A line of a history as the API answers it. */
export interface ShownRead {
  readonly time: string;
  readonly act: string;
  readonly role: string;
  readonly purpose: string;
  readonly province?: string;
}

/** An opened history as the API answers it. */
export interface ShownHistory {
  readonly reads: readonly ShownRead[];
  readonly complete: boolean;
  readonly followUp: string;
  readonly followUpExpiresAt: string;
}

/** Where people without an account ask. */
export const historyPath = (company = 'demo', ...rest: readonly string[]): string =>
  ['/v1/public', company, 'parcel-history', ...rest].join('/');

/** Posts without a token, from an address. */
export const postPublicly = (
  system: Pick<TestSystem, 'fetch'>,
  path: string,
  body: unknown,
  clientAddress = '203.0.113.7',
): Promise<Response> =>
  system.fetch(
    new Request(ORIGIN + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
    { clientAddress },
  );

/** The id of a challenge; throws where asking for it was refused. */
export const challengeIn = async (answer: Response): Promise<string> => {
  const body = (await answer.json()) as { readonly challengeId?: string };
  if (answer.status !== 202 || body.challengeId === undefined)
    throw new Error(`answered ${answer.status}: ${JSON.stringify(body)}`);
  return body.challengeId;
};

/** Asks for a code and answers the challenge with the code that was sent, if one was. */
export const askForCode = async (
  system: Pick<TestSystem, 'fetch' | 'notices'>,
  asked: object,
  clientAddress?: string,
): Promise<{ readonly challengeId: string; readonly code?: string }> => {
  const before = system.notices.length;
  const challengeId = await challengeIn(await postPublicly(system, historyPath(), asked, clientAddress));
  const sent = system.notices[before];
  return { challengeId, ...(sent !== undefined && { code: codeIn(sent) }) };
};
