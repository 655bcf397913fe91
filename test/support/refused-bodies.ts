import { expect } from 'vitest';
import { apiProblems } from '../../packages/runtimes/local/src/api-document.ts';
import type { PostingRoute } from './posting-route.ts';
import { ORIGIN, type TestSystem } from './system.ts';

/** A name and a value that no answer may repeat. */
export const CANARY = 'canary-Khuyềnh-0355018274';

/** A body in any form that a request takes. */
export type Sent = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

/** A refusal: an answer, or an item of a batch. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

const MAX_ANSWER_CHARACTERS = 16_384;

/** Sends a body as it is. */
export const sendBody = async (
  system: TestSystem,
  { path, by }: PostingRoute,
  body: Sent,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> => {
  const authorization = `Bearer ${await system.tokenFor(by)}`;
  const headers = { authorization, 'content-type': 'application/json', ...more };
  const init = { method: 'POST', headers, body, duplex: 'half' };
  return system.fetch(new Request(ORIGIN + path, init));
};

/** The text of an answer, which must not repeat a canary. */
export const discreetText = async (answer: Response): Promise<string> => {
  const text = await answer.text();
  expect(text).not.toMatch(/canary|Khuy|355018274/);
  return text;
};

const expectForm = ({ code, status, errors }: Problem): void => {
  expect(status).toBe(apiProblems[code]?.status);
  expect(Math.floor(status / 100)).toBe(4);
  if (code !== 'REQUEST.INVALID') return;
  expect(errors?.length).toBeGreaterThan(0);
  for (const { pointer, detail } of errors ?? []) {
    expect(pointer).toMatch(/^(\/[^/]+)*$/);
    expect(detail).toMatch(/\.$/);
  }
};

/**
 * The one problem that an answer is, or has for the one item of its batch. Fails the test where it is anything but a 4xx
 * with a code of the catalogue, without a pointer for a body that does not fit, long, or an echo.
 */
export const refusalIn = async (answer: Response): Promise<Problem> => {
  const text = await discreetText(answer);
  expect(text.length).toBeLessThan(MAX_ANSWER_CHARACTERS);
  const body = JSON.parse(text) as Problem & { readonly results?: readonly { readonly problem?: Problem }[] };
  const [item, ...others] = answer.status === 200 ? (body.results ?? []) : [{ problem: body }];
  if (item?.problem === undefined || others.length > 0) throw new Error('what was sent went through');
  if (answer.status !== 200) expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expectForm(item.problem);
  return item.problem;
};
