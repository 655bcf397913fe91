import { keyOf, numberOf, optional, textOf, type Item, type Key, type Table } from '@temkin/storage';
import { CITIZEN_ANSWERS, type AnswerWord } from '../domain/index.ts';

/** A gateway's message that is being answered, or was. */
export interface TakenMessage {
  /** Until when (milliseconds since the epoch) whoever took it may be answering it. */
  readonly takenUntil: number;
  /** Absent while it is being answered. */
  readonly answer?: AnswerWord;
  readonly expiresAtSeconds: number;
}

const keyFor = (tenant: string, messageHash: string): Key =>
  keyOf('requests', 'citizenMessage', { tenant, messageHash });

const answerIn = (item: Item): AnswerWord | undefined => {
  const word = optional(textOf, item, 'answer');
  return CITIZEN_ANSWERS.find((answer) => answer === word);
};

const fromItem = (item: Item): TakenMessage => {
  const answer = answerIn(item);
  return {
    takenUntil: numberOf(item, 'takenUntil'),
    expiresAtSeconds: numberOf(item, 'expiresAtSeconds'),
    ...(answer !== undefined && { answer }),
  };
};

/** Messages of gateways that were taken lately, by keyed hashes. One whose time is over may still be found. */
export const citizenMessages = (table: Table) => ({
  /** In the order of the names. One read. */
  find: async (tenant: string, names: readonly string[]): Promise<readonly (TakenMessage | undefined)[]> =>
    (await table.getMany(names.map((name) => keyFor(tenant, name)))).map((item) => item && fromItem(item)),

  /** Takes one that nobody has, or that is as it was read; answers false where somebody else was faster. */
  take: async (
    tenant: string,
    name: string,
    taken: TakenMessage,
    former: TakenMessage | undefined,
  ): Promise<boolean> => {
    const verdict = await table.write({
      kind: 'put',
      key: keyFor(tenant, name),
      item: { ...taken },
      condition:
        former === undefined ? 'absent' : [{ attribute: 'takenUntil', is: 'equal', to: former.takenUntil }],
    });
    return verdict.outcome === 'committed';
  },

  /** Keeps the answer of whoever took it, unless somebody else has taken it since. */
  settle: async (
    tenant: string,
    name: string,
    { takenUntil }: TakenMessage,
    answer: AnswerWord,
  ): Promise<void> => {
    await table.write({
      kind: 'update',
      key: keyFor(tenant, name),
      set: { answer },
      condition: [{ attribute: 'takenUntil', is: 'equal', to: takenUntil }],
    });
  },
});

export type CitizenMessages = ReturnType<typeof citizenMessages>;
