import { challengeIn, codeIn, postPublicly } from './parcel-history.ts';
import { identityOf, msisdnOf } from './registrations.ts';
import type { TestSystem } from './system.ts';

/** A self-check as the API answers it. */
export interface ShownSelfCheck {
  readonly name: string;
  readonly birthDate: string;
  readonly identity: string;
  readonly complete: boolean;
  readonly numbers: readonly {
    readonly subscriptionId: string;
    readonly msisdn: string;
    readonly state: string;
    readonly isProven: boolean;
    readonly claim?: { readonly state: string };
  }[];
  readonly session: string;
}

/** Where people ask about their own registration. */
export const selfCheckPath = (company = 'demo', ...rest: readonly string[]): string =>
  ['/v1/public', company, 'self-check', ...rest].join('/');

/** What holder n says of themselves. */
export const ownQuestion = (n: number) => ({
  msisdn: msisdnOf(n),
  identity: { kind: 'personal', number: identityOf(n) },
});

/** Asks for a code, and answers the challenge with the code that was sent, if one was. */
export const askOwnCode = async (
  system: Pick<TestSystem, 'fetch' | 'notices'>,
  question: object,
  clientAddress?: string,
): Promise<{ readonly challengeId: string; readonly code?: string }> => {
  const before = system.notices.length;
  const challengeId = await challengeIn(await postPublicly(system, selfCheckPath(), question, clientAddress));
  const sent = system.notices[before];
  return { challengeId, ...(sent !== undefined && { code: codeIn(sent) }) };
};

/** Has holder n prove their number, and see all that they have. */
export const selfCheck = async (
  system: Pick<TestSystem, 'fetch' | 'notices'>,
  n: number,
  clientAddress?: string,
): Promise<ShownSelfCheck & { readonly challengeId: string }> => {
  const { challengeId, code } = await askOwnCode(system, ownQuestion(n), clientAddress);
  const answer = await postPublicly(system, selfCheckPath('demo', challengeId), { code });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return { challengeId, ...((await answer.json()) as ShownSelfCheck) };
};

/** What an authority asks about the holder of a number. */
export const authorityRequestOf = (more: object = {}) => ({
  authority: 'Công an phường Ba Đình',
  officer: 'Đại úy Lê Văn Tám',
  channel: 'document',
  documentNumber: '17/CV-CABĐ',
  documentDate: '2026-11-22',
  documentSha256: 'cd'.repeat(32),
  verification: 'called-back',
  people: [{ msisdn: msisdnOf(1) }],
  ground: 'criminal-case',
  urgency: 'ordinary',
  fields: ['name', 'msisdn', 'state'],
  receivedAt: '2026-11-23T00:30:00Z',
  ...more,
});
