import type { RouteSpec } from './route.ts';

/** The headers that a specification names, as far as a request has them. */
export const namedHeaders = ({ headers = {} }: RouteSpec, sent: Headers): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(headers).flatMap((name) => {
      const value = sent.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
