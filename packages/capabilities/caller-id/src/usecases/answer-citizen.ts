import { inForce, Refusal } from '@temkin/kernel';
import {
  CITIZEN_REPLIES,
  citizenSendWait,
  menuAnswer,
  parseCitizenText,
  voiceMenu,
  type AnswerWord,
  type CitizenChannel,
  type CitizenEntries,
  type CitizenQuestion,
  type CitizenReply,
  type CitizenText,
  type MenuStep,
  type SignedMessage,
} from '../domain/index.ts';
import { answerOnce, type AnswerOnceDependencies } from './answer-once.ts';
import type { checkCall } from './check-call.ts';
import { publicCheck, type PublicCheckDependencies } from './public-check.ts';
import { refuse } from './refuse.ts';

export interface AnswerCitizenDependencies extends PublicCheckDependencies, AnswerOnceDependencies {
  readonly channel: CitizenChannel;
  readonly checkCall: ReturnType<typeof checkCall>;
}

/** What becomes of a gateway's message: `step` is what its voice menu does next. */
export type CitizenAnswer =
  | { readonly outcome: 'texted' }
  | { readonly outcome: 'menu'; readonly step: MenuStep }
  /** From a number that has asked too often: a text costs, and none is sent. */
  | { readonly outcome: 'silent' };

/** Texts and keys of one number have one budget. */
const networkOf = (from: string): string => `number ${from}`;

type Check = Extract<CitizenQuestion, { kind: 'check' }>;

const unlessTooOften = async (ask: () => Promise<AnswerWord>): Promise<AnswerWord> => {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Refusal && error.code === 'REQUEST.RATE_LIMITED') return 'silent';
    throw error;
  }
};

/**
 * Answers what somebody asks by text or in the voice menu of a company's gateway, by the checks that the page makes; the number that
 * asks is the proof, and the network that is counted. Every text counts against that number, one that asks for help too; a message
 * that is told again is answered as before and counts no more (`answerOnce`). The answer to a text has that text's id, so a gateway
 * sends it once. Refuses `CALL.MESSAGE_NOT_GENUINE` whatever is not the word of the company's own gateway, before anything is
 * looked at, and `CALL.GATEWAY_UNAVAILABLE` where the gateway does not take the answer in time: it may tell the message again.
 */
export const answerCitizen = (dependencies: AnswerCitizenDependencies) => {
  const { channel, checkCall: check, findings, clock } = dependencies;
  const counted = publicCheck(dependencies);
  const once = answerOnce(dependencies);

  const checked = (
    company: string,
    from: string,
    { callingNumber, spokenCode }: Check,
  ): Promise<AnswerWord> =>
    unlessTooOften(async () => {
      const question = { callingNumber, proof: { ownNumber: from }, network: networkOf(from) };
      return (await check(company, { ...question, ...(spokenCode !== undefined && { spokenCode }) })).result;
    });

  const helped = (company: string, from: string): Promise<AnswerWord> =>
    unlessTooOften(() =>
      counted({ company, network: networkOf(from) }, 'help' as const, async () => 'help' as const),
    );

  const send = async (reply: CitizenReply): Promise<void> => {
    try {
      await channel.send(reply, AbortSignal.timeout(inForce(citizenSendWait, clock.now()).value));
    } catch {
      // Why it failed may quote the number.
      findings.report({ finding: 'notice-failed', tenant: reply.tenant, kind: 'citizen-reply' });
      throw refuse('CALL.GATEWAY_UNAVAILABLE');
    }
  };

  const text = async (
    company: string,
    { messageId, from, text: said }: CitizenText,
  ): Promise<CitizenAnswer> => {
    const question = parseCitizenText(said);
    const answer = await once(company, ['text', messageId, from, said], () =>
      question.kind === 'check' ? checked(company, from, question) : helped(company, from),
    );
    if (answer === 'silent') return { outcome: 'silent' };
    const reply = CITIZEN_REPLIES[question.language][answer];
    await send({ messageId, tenant: company, to: from, text: reply });
    return { outcome: 'texted' };
  };

  const menu = async (
    company: string,
    { messageId, from, entries }: CitizenEntries,
  ): Promise<CitizenAnswer> => {
    const next = voiceMenu(entries);
    if (!('kind' in next)) return { outcome: 'menu', step: next };
    const answer = await once(company, ['keys', messageId, from, ...entries], () =>
      checked(company, from, next),
    );
    const result = answer === 'silent' || answer === 'help' ? 'CANNOT_CHECK' : answer;
    return { outcome: 'menu', step: menuAnswer(next.language, result) };
  };

  return async (company: string, message: SignedMessage): Promise<CitizenAnswer> => {
    const said = channel.read(company, message);
    if (said === undefined) throw refuse('CALL.MESSAGE_NOT_GENUINE');
    return 'text' in said ? text(company, said) : menu(company, said);
  };
};
