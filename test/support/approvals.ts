import type { TestSystem } from './system.ts';

/** What is answered until somebody else has agreed. */
export interface Pending {
  readonly approvalId: string;
  readonly expiresAt: string;
}

/** Something that somebody is asked to agree to. */
export interface Asked extends Pending {
  readonly action: string;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly terms: Readonly<Record<string, string | readonly string[]>>;
}

type Asking = Pick<TestSystem, 'as'>;

/** The approval that an answer waits for; throws where it waits for none. */
export const pendingIn = async (answer: Response): Promise<Pending> => {
  if (answer.status !== 202) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Pending;
};

/** What waits for somebody's agreement. */
export const waitingFor = async (system: Asking, by: string): Promise<readonly Asked[]> => {
  const answer = await system.as(by).get('/v1/approvals?limit=100');
  return ((await answer.json()) as { readonly approvals: readonly Asked[] }).approvals;
};

/** Decides; `privacy-nga` where nobody else does. */
export const decide = (
  system: Asking,
  { approvalId }: Pick<Pending, 'approvalId'>,
  act: 'approve' | 'reject' = 'approve',
  by = 'privacy-nga',
): Promise<Response> => system.as(by).post(`/v1/approvals/${approvalId}/${act}`);

/** Has two people agree to what is asked for, and answers what came of it. */
export const agreed = async (system: Asking, ask: () => Promise<Response>): Promise<Response> => {
  const answer = await decide(system, await pendingIn(await ask()));
  if (!answer.ok) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
  return ask();
};
