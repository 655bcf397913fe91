import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { askForCalls, callerHistoryPath, openCalls, type ToldCalls } from '../support/caller-history.ts';
import { declaredCalls } from '../support/declared-calls.ts';
import { eachWrite } from '../support/each-write.ts';
import { challengeIn, codeIn, postPublicly } from '../support/parcel-history.ts';
import { testSystem } from '../support/system.ts';

const writes = eachWrite();
const system = await testSystem({ wrapTable: writes.wrapTable });
const { addNumber, declare, expireAll } = declaredCalls(system);
await addNumber();

let people = 0;

/** Somebody whom no test has called, and who is called now, from a network that has not asked. */
const somebody = async () => {
  people += 1;
  await expireAll();
  const phone = `+84966${String(people).padStart(6, '0')}`;
  await declare({ phone });
  return { phone, from: `198.51.${people >> 8}.${people & 255}` };
};

const USED = 'CALL.CODE_INVALID';

/** How many calls an answer tells of, or why it tells of none. */
const heardIn = async (answer: Response): Promise<number | string> => {
  const says = (await answer.json()) as Partial<ToldCalls> & { readonly code?: string };
  if (answer.status === 503) return 'failed';
  return says.calls?.length ?? says.code ?? '';
};

describe('asking for the calls to a number, where a write fails', () => {
  it('sends one message, with a code that is right, when it is asked again', async () => {
    const tried = await writes.failsInTurn(async ({ during }) => {
      const { phone, from } = await somebody();
      const sent = system.notices.length;
      const ask = () => postPublicly(system, callerHistoryPath(), { phone }, from);
      const first = await during(ask);
      expect(system.notices).toHaveLength(first.ok ? sent + 1 : sent);
      const challengeId = await challengeIn(first.ok ? first : await ask());
      expect(system.notices).toHaveLength(sent + 1);
      const opened = await openCalls(system, challengeId, codeIn(system.notices.at(-1) ?? { text: '' }));
      expect(await heardIn(opened)).toBe(1);
    });
    expect(tried).toBe(3);
  });
});

describe('opening them, where a write fails', () => {
  it('tells them once: then by the same code, or, where that is used up unheard, by another', async () => {
    const tried = await writes.failsInTurn(async ({ during, isApplied }) => {
      const { phone, from } = await somebody();
      const { challengeId, code = '' } = await askForCalls(system, phone, { from });
      const open = () => openCalls(system, challengeId, code);
      const heard = [
        await heardIn(await during(open)),
        await heardIn(await open()),
        await heardIn(await open()),
      ];
      expect([
        [1, USED, USED],
        ['failed', 1, USED],
        ...(isApplied ? [['failed', USED, USED]] : []),
      ]).toContainEqual(heard);
      const next = await askForCalls(system, phone, { from });
      expect(await heardIn(await openCalls(system, next.challengeId, next.code ?? ''))).toBe(1);
    });
    expect(tried).toBe(2);
  });

  it('counts a try that nobody knows of, and no more: four more may be wrong before the right code', async () => {
    const tried = await writes.failsInTurn(async ({ during }) => {
      const { phone, from } = await somebody();
      const { challengeId, code = '' } = await askForCalls(system, phone, { from });
      const wrong = code === '00000000' ? '00000001' : '00000000';
      await during(() => openCalls(system, challengeId, wrong));
      for (let n = 0; n < 3; n += 1)
        expect(await codeOf(await openCalls(system, challengeId, wrong))).toBe('CALL.CODE_INVALID');
      expect((await openCalls(system, challengeId, code)).status).toBe(200);
    });
    expect(tried).toBe(1);
  });
});

it('nothing of it is a fault', () => expect(system.faults).toEqual([]));
