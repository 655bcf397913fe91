import { inForce, Refusal } from '@temkin/kernel';
import {
  CITIZEN_REPLIES,
  citizenSendWait,
  menuAnswer,
  parseCitizenText,
  voiceMenu,
  type CheckResult,
  type CitizenChannel,
  type CitizenEntries,
  type CitizenQuestion,
  type CitizenText,
  type MenuStep,
  type SignedMessage,
} from '../domain/index.ts';
import type { checkCall } from './check-call.ts';
import { publicCheck, type PublicCheckDependencies } from './public-check.ts';

export interface AnswerCitizenDependencies extends PublicCheckDependencies {
  readonly channel: CitizenChannel;
  readonly checkCall: ReturnType<typeof checkCall>;
}

/** What becomes of a gateway's message: `step` is what its voice menu does next. */
export type CitizenAnswer =
  | { readonly outcome: 'texted' }
  | { readonly outcome: 'menu'; readonly step: MenuStep }
  /** From a number that has asked too often: a text costs, and none is sent. */
  | { readonly outcome: 'silent' }
  /** No genuine message of the company's gateway, or one that says nothing that we know. */
  | { readonly outcome: 'unread' };

/** Texts and keys of one number have one budget. */
const networkOf = (from: string): string => `number ${from}`;

type Check = Extract<CitizenQuestion, { kind: 'check' }>;

/** Undefined where the number has asked too often. */
const withinLimit = async <Result>(ask: () => Promise<Result>): Promise<Result | undefined> => {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Refusal && error.code === 'REQUEST.RATE_LIMITED') return undefined;
    throw error;
  }
};

/**
 * Answers what somebody asks by text or in the voice menu of a company's gateway, by the checks that the page makes; the number that
 * asks is the proof. Every text counts against that number, one that asks for help too. The answer to a text has that text's id, so
 * a message that a gateway tells twice is answered once. Rejects where the gateway does not take the answer in time: it may tell
 * the message again.
 */
export const answerCitizen = (dependencies: AnswerCitizenDependencies) => {
  const { channel, checkCall: check, clock } = dependencies;
  const counted = publicCheck(dependencies);

  const checked = (
    company: string,
    from: string,
    { callingNumber, spokenCode }: Check,
  ): Promise<CheckResult | undefined> =>
    withinLimit(async () => {
      const question = { callingNumber, proof: { ownNumber: from }, network: networkOf(from) };
      return (await check(company, { ...question, ...(spokenCode !== undefined && { spokenCode }) })).result;
    });

  const text = async (
    company: string,
    { messageId, from, text: said }: CitizenText,
  ): Promise<CitizenAnswer> => {
    const question = parseCitizenText(said);
    const reply =
      question.kind === 'check'
        ? await checked(company, from, question)
        : await withinLimit(() =>
            counted({ company, network: networkOf(from) }, 'help' as const, async () => 'help' as const),
          );
    if (reply === undefined) return { outcome: 'silent' };
    await channel.send(
      { messageId, tenant: company, to: from, text: CITIZEN_REPLIES[question.language][reply] },
      AbortSignal.timeout(inForce(citizenSendWait, clock.now()).value),
    );
    return { outcome: 'texted' };
  };

  const menu = async (company: string, { from, entries }: CitizenEntries): Promise<CitizenAnswer> => {
    const next = voiceMenu(entries);
    if (!('kind' in next)) return { outcome: 'menu', step: next };
    const result = (await checked(company, from, next)) ?? 'CANNOT_CHECK';
    return { outcome: 'menu', step: menuAnswer(next.language, result) };
  };

  return async (company: string, message: SignedMessage): Promise<CitizenAnswer> => {
    const said = channel.read(company, message);
    if (said === undefined) return { outcome: 'unread' };
    return 'text' in said ? text(company, said) : menu(company, said);
  };
};
