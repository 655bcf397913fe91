import { CITIZEN_REPLIES, citizenMessageRules, type SignedMessage } from '@temkin/caller-id/domain';
import type { Table, Write } from '@temkin/storage';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CODE, declaredCalls, RECIPIENT } from '../support/declared-calls.ts';
import { citizenGateway, type Said } from '../support/citizen-gateway.ts';
import { citizenLine } from '../support/citizen-line.ts';
import { FATES } from '../support/failing-writes.ts';
import type { Stage } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const POOL_NUMBER = '+842439447788';
const SHOWN = '02439447788';

const RULES = citizenMessageRules.at(-1)?.value;
if (RULES === undefined) throw new Error('there are no rules of messages');

const KINDS = { take: 'put', settle: 'update' } as const;

/** Acts at writes of the message itself: when it is taken, and when its answer is kept. */
const atMessages = () => {
  let stages: Partial<Record<keyof typeof KINDS, Stage>> = {};
  const stageOf = (write: Write): Stage | undefined =>
    write.key.partition.startsWith('CM#')
      ? Object.entries(stages).find(([name]) => KINDS[name as keyof typeof KINDS] === write.kind)?.[1]
      : undefined;
  return {
    set: (next: typeof stages = {}): void => {
      stages = next;
    },
    wrapTable: (table: Table): Table => ({
      ...table,
      write: (write) => {
        const commit = () => table.write(write);
        return stageOf(write)?.(commit, [write]) ?? commit();
      },
    }),
  };
};

const gateway = await citizenGateway();
const messages = atMessages();
const system = await testSystem({
  citizenChannel: gateway.citizenChannel,
  wrapTable: messages.wrapTable,
});
const { handOn } = citizenLine(system);
const { addNumber, declare, expireAll } = declaredCalls(system);
await addNumber(POOL_NUMBER);

/** The lines that are told of what fails, and what they tell. */
const lines: string[] = [];
const findings: unknown[] = [];
const write = process.stdout.write.bind(process.stdout);

beforeEach(async () => {
  gateway.answering(202);
  messages.set();
  await expireAll();
  system.clock.advance(3_600_000);
  await declare({ number: POOL_NUMBER });
  findings.length = 0;
  process.stdout.write = (text: string | Uint8Array): boolean => {
    const { finding, tenant, kind } = JSON.parse(String(text)) as Readonly<Record<string, unknown>>;
    lines.push(String(text));
    return findings.push([finding, tenant, ...(kind === undefined ? [] : [kind])]) > 0;
  };
});

afterEach(() => {
  process.stdout.write = write;
});

const { vi } = CITIZEN_REPLIES;

let told = 0;

/** One message, which is signed anew each time that it is told. */
const message = (said: Said) => {
  const id = `told-again-${(told += 1)}`;
  return (): SignedMessage => gateway.says(said, { at: system.clock.now(), id });
};

const texting = (text: string) => message({ kind: 'text', from: RECIPIENT, text });

const pressing = (...entries: readonly string[]) => message({ kind: 'keys', from: RECIPIENT, entries });

/** Texts that the gateway was asked to send meanwhile, each once by its id. */
const sentDuring = async (act: () => Promise<unknown>): Promise<readonly string[]> => {
  const before = gateway.posted.length;
  await act();
  return [...new Map(gateway.posted.slice(before).map(({ id, text }) => [id, text])).values()];
};

const often = async (times: number, tell: () => SignedMessage): Promise<readonly unknown[]> => {
  const answers = new Set<string>();
  for (let n = 0; n < times; n += 1) {
    const { status, body } = await handOn(tell());
    answers.add(JSON.stringify([status, body]));
  }
  return [...answers].map((answer) => JSON.parse(answer) as unknown);
};

/** A code that is wrong may be sent three times by one number. */
const wrongCodesLeft = async (): Promise<boolean> =>
  (await sentDuring(() => handOn(texting(`KT ${SHOWN} ${CODE}`)()))).join() === vi.CONFIRMED;

describe('a message that is told again', () => {
  it('is answered as before, by one text, and its wrong code counts once', async () => {
    const wrong = texting(`KT ${SHOWN} 0000`);
    const sent = await sentDuring(async () =>
      expect(await often(5, wrong)).toEqual([[200, { outcome: 'texted' }]]),
    );
    expect(sent).toEqual([vi.NO_MATCH]);
    expect(await wrongCodesLeft()).toBe(true);
  });

  it('by the menu is answered by the same step, and its wrong code counts once', async () => {
    const answers = await often(5, pressing(SHOWN, '0000'));
    expect(answers).toMatchObject([[200, { step: { play: ['no-match', 'goodbye'] } }]]);
    expect(await wrongCodesLeft()).toBe(true);
  });

  it('does not use up what its number may ask in an hour', async () => {
    await often(70, texting('?'));
    expect(await sentDuring(() => handOn(texting('?')()))).toEqual([vi.help]);
  });

  it('is answered as before where the call is over meanwhile', async () => {
    const right = texting(`KT ${SHOWN} ${CODE}`);
    expect(await sentDuring(() => handOn(right()))).toEqual([vi.CONFIRMED]);
    await expireAll();
    system.clock.advance((RULES.answeredSeconds - 1) * 1_000);
    expect(await sentDuring(() => handOn(right()))).toEqual([vi.CONFIRMED]);
  });

  it('is asked anew once nobody but the gateway can tell it', async () => {
    const right = texting(`KT ${SHOWN} ${CODE}`);
    await handOn(right());
    await expireAll();
    system.clock.advance(3_600_000);
    expect(await sentDuring(() => handOn(right()))).toEqual([vi.NO_MATCH]);
  });

  it('in the next month is still the same', async () => {
    await expireAll();
    system.clock.set(Date.UTC(2027, 0, 31, 23, 59, 59));
    await declare({ number: POOL_NUMBER });
    const wrong = [texting(`KT ${SHOWN} 0000`), texting(`KT ${SHOWN} 0001`)];
    const sent = await sentDuring(async () => {
      for (const one of wrong) await handOn(one());
      system.clock.advance(2_000);
      for (const one of wrong) await often(3, one);
    });
    expect(sent).toEqual([vi.NO_MATCH, vi.NO_MATCH]);
    expect(await wrongCodesLeft()).toBe(true);
  });

  it('is another message where it says something else under the same id', async () => {
    const id = 'one-id';
    const says = (text: string): SignedMessage =>
      gateway.says({ kind: 'text', from: RECIPIENT, text }, { at: system.clock.now(), id });
    await handOn(says('?'));
    const before = gateway.posted.length;
    await handOn(says(`KT ${SHOWN} ${CODE}`));
    expect(gateway.posted.slice(before)).toEqual([{ id, to: RECIPIENT, text: vi.CONFIRMED }]);
  });
});

describe('a message that is told again while it is being answered', () => {
  it('is answered once, and by anybody else later', async () => {
    const wrong = texting(`KT ${SHOWN} 0000`);
    const answers = await Promise.all(Array.from({ length: 5 }, () => handOn(wrong())));
    const codes = answers.map(({ status, body }) => [status, body.outcome ?? body.code].join(' '));
    const others = codes.filter((code) => code !== '200 texted');
    expect(others.length).toBeLessThan(5);
    expect(new Set(others)).toEqual(others.length > 0 ? new Set(['409 REQUEST.IN_PROGRESS']) : new Set());
    const refused = answers.find(({ status }) => status === 409);
    expect(refused === undefined || Number(refused.headers.get('retry-after')) > 0).toBe(true);
    expect(await wrongCodesLeft()).toBe(true);
  });

  it('is asked anew where whoever took it was never done', async () => {
    messages.set({ settle: FATES.lost });
    const right = texting(`KT ${SHOWN} ${CODE}`);
    expect(await sentDuring(() => handOn(right()))).toEqual([vi.CONFIRMED]);
    messages.set();
    expect(await handOn(right())).toMatchObject({ status: 409, body: { code: 'REQUEST.IN_PROGRESS' } });
    system.clock.advance(RULES.underWaySeconds * 1_000);
    expect(await handOn(right())).toMatchObject({ status: 200, body: { outcome: 'texted' } });
    expect(await handOn(right())).toMatchObject({ status: 200, body: { outcome: 'texted' } });
    expect(findings).toEqual([]);
  });

  it('keeps the answer of whoever has it, and not of one who was too slow', async () => {
    const wrong = texting(`KT ${SHOWN} 0000`);
    messages.set({
      settle: async (commit) => {
        messages.set();
        system.clock.advance(RULES.underWaySeconds * 1_000);
        await handOn(wrong());
        return commit();
      },
    });
    expect(await sentDuring(() => handOn(wrong()))).toEqual([vi.NO_MATCH]);
    expect(await often(3, wrong)).toEqual([[200, { outcome: 'texted' }]]);
  });
});

describe('a message whose write', () => {
  it.each(Object.entries(FATES))(
    'by which it is taken is %s cannot be checked, and says so',
    async (_, fate) => {
      messages.set({ take: fate });
      const right = texting(`KT ${SHOWN} ${CODE}`);
      expect(await sentDuring(() => handOn(right()))).toEqual([vi.CANNOT_CHECK]);
      expect((await handOn(pressing(SHOWN, CODE)())).body.step?.play).toEqual(['cannot-check', 'goodbye']);
      expect(findings).toEqual([
        ['check-failed', 'demo'],
        ['check-failed', 'demo'],
      ]);
      messages.set();
      expect(await wrongCodesLeft()).toBe(true);
    },
  );

  it('by which its answer is kept goes through unheard is answered, and again', async () => {
    messages.set({ settle: FATES.applied });
    const wrong = texting(`KT ${SHOWN} 0000`);
    expect(await often(5, wrong)).toEqual([[200, { outcome: 'texted' }]]);
    expect(await wrongCodesLeft()).toBe(true);
  });
});

describe('a gateway that does not take an answer', () => {
  it.each([500, 429, 302])(
    'with %i is told so, may tell the text again, and nothing counts twice',
    async (down) => {
      const wrong = texting(`KT ${SHOWN} 0000`);
      gateway.answering(down);
      for (let times = 0; times < 4; times += 1) {
        const { status, body, headers } = await handOn(wrong());
        expect([status, body.code]).toEqual([503, 'CALL.GATEWAY_UNAVAILABLE']);
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect(findings).toEqual([1, 2, 3, 4].map(() => ['notice-failed', 'demo', 'citizen-reply']));
      gateway.answering(202);
      expect(await sentDuring(() => handOn(wrong()))).toEqual([vi.NO_MATCH]);
      expect(await wrongCodesLeft()).toBe(true);
    },
  );

  it('does not keep the menu from answering', async () => {
    gateway.answering(500);
    const { body } = await handOn(pressing(SHOWN, CODE)());
    expect(body.step?.play).toEqual(['confirmed', 'goodbye']);
  });
});

it('is all no fault of ours', () => {
  expect(system.faults).toEqual([]);
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.filter((line) => line.includes(RECIPIENT.slice(3)))).toEqual([]);
});
