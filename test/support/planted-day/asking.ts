import { STRAYS } from './texts.ts';
import type { TestSystem } from '../system.ts';

/** Asks a system as its people, and remembers all that was sent and answered. */
export interface Asking {
  readonly system: TestSystem;
  /** Bodies, addresses and headers, as they were sent. */
  readonly sent: string[];
  readonly answered: string[];
  /** Answers the parsed body, whatever the status. */
  readonly post: <Body>(
    by: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Body>;
  readonly get: <Body>(by: string, path: string) => Promise<Body>;
  /** Remembers a request that was made in another way, and its answer. */
  readonly heard: <Body>(said: unknown, answer: Response) => Promise<Body>;
}

/** In every header that takes a text. */
const HEADERS = { 'x-correlator': STRAYS.header, 'user-agent': STRAYS.header };

/** Asks with a stray text in every header that takes one. */
export const asking = (system: TestSystem): Asking => {
  const [sent, answered]: [string[], string[]] = [[], []];
  const heard = async <Body>(said: unknown, answer: Response): Promise<Body> => {
    sent.push(typeof said === 'string' ? said : JSON.stringify(said));
    const text = await answer.text();
    answered.push(text);
    return (text.startsWith('{') ? JSON.parse(text) : { text }) as Body;
  };
  return {
    system,
    sent,
    answered,
    heard,
    post: async (by, path, body, headers = {}) => {
      const all = { ...HEADERS, ...headers };
      return heard([path, body, all], await system.as(by).post(path, body, all));
    },
    get: async (by, path) => heard([path, HEADERS], await system.as(by).get(path, HEADERS)),
  };
};
