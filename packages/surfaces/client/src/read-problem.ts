import type { Problem } from './generated/api.ts';

/** The problem of an answer; undefined where what answered speaks another language than the API. */
export const readProblem = async (response: Response, body: Blob): Promise<Problem | undefined> => {
  if (response.headers.get('content-type')?.startsWith('application/problem+json') !== true) return undefined;
  return JSON.parse(await body.text()) as Problem;
};
