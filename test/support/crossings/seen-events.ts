import type { TestSystem } from '../system.ts';

/** An event as an auditor is shown it. */
export interface SeenEvent {
  readonly eventId: string;
  readonly actor: { readonly pseudonym: string };
  readonly resources: readonly { readonly pseudonym: string }[];
}

/** The events that an auditor is shown; all of the tenant’s unless asked for some. */
export const eventsSeenBy = async (
  system: Pick<TestSystem, 'as'>,
  auditor: string,
  query: object = {},
): Promise<readonly SeenEvent[]> => {
  const answer = await system.as(auditor).post('/v1/audit/queries', query);
  return ((await answer.json()) as { readonly events: readonly SeenEvent[] }).events;
};
