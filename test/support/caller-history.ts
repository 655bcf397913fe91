import { challengeIn, codeIn, postPublicly } from './parcel-history.ts';
import type { TestSystem } from './system.ts';

/** A call as the history of somebody's own number tells it. */
export interface ToldCall {
  readonly time: string;
  readonly callingNumber: string;
  readonly result: string;
  readonly live: boolean;
}

/** What is told to whoever has the code. */
export interface ToldCalls {
  readonly calls: readonly ToldCall[];
  readonly advice: { readonly vi: string; readonly en: string };
}

/** Where people ask for the calls to their own number, and open them. */
export const callerHistoryPath = (company = 'demo', ...rest: readonly string[]): string =>
  ['/v1/public', company, 'caller-history', ...rest].join('/');

/** Asks for a code, and answers the challenge with the code that was sent, if one was. */
export const askForCalls = async (
  system: Pick<TestSystem, 'fetch' | 'notices'>,
  phone: string,
  { company, from }: { readonly company?: string; readonly from?: string } = {},
): Promise<{ readonly challengeId: string; readonly code?: string }> => {
  const before = system.notices.length;
  const answer = await postPublicly(system, callerHistoryPath(company), { phone }, from);
  const [challengeId, sent] = [await challengeIn(answer), system.notices[before]];
  return { challengeId, ...(sent !== undefined && { code: codeIn(sent) }) };
};

/** Opens a challenge with a code. */
export const openCalls = (
  system: Pick<TestSystem, 'fetch'>,
  challengeId: string,
  code: string,
  company?: string,
): Promise<Response> => postPublicly(system, callerHistoryPath(company, challengeId), { code });
