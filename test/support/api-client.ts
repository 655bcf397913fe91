import { temkinClient, type ClientOptions, type TemkinClient } from '@temkin/client';
import { ORIGIN, type TestSystem } from './system.ts';

/** The published client, as somebody, of a system under test; waits for nothing before it asks again. */
export const apiClient = (
  system: Pick<TestSystem, 'fetch' | 'tokenFor'>,
  subject: string,
  options: Partial<ClientOptions> = {},
): TemkinClient =>
  temkinClient({
    origin: ORIGIN,
    accessTokens: () => system.tokenFor(subject),
    fetch: (request) => system.fetch(request),
    waiting: { wait: () => Promise.resolve() },
    ...options,
  });
