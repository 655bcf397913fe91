import { afterEach, describe, expect, it } from 'vitest';
import { declaredCalls, POOL_NUMBER, RECIPIENT } from '../support/declared-calls.ts';
import { cut, down, UNCONFIRMED } from '../support/failing-writes.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const calls = declaredCalls(system);
await calls.addNumber();
const operator = system.as('operator-mobile');

afterEach(() => {
  staged.stage();
});

const signing = { signingRequest: { orig: { tn: POOL_NUMBER }, dest: { tn: [RECIPIENT] } } };

const codeOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { readonly code: string }).code;

const signaturesOf = async (intentId: string): Promise<number | undefined> =>
  (await calls.intents.intent('demo', intentId))?.signatures;

const over = async (intentId: string): Promise<void> => {
  const intent = await calls.intents.intent('demo', intentId);
  if (intent === undefined) throw new Error('the call was declared');
  const move = { to: 'ended', at: system.clock.now(), eventId: crypto.randomUUID() } as const;
  await system.table.transact(calls.intents.moveWrites('demo', intent, move), crypto.randomUUID());
};

describe('a call', () => {
  it.each(UNCONFIRMED)('is not signed where %s: %s', async (_, code, stage) => {
    const { intentId } = await calls.declare();
    staged.once(stage);
    const response = await operator.post('/stir/v1/signing', signing);
    expect(response.status).toBe(503);
    expect(await codeOf(response)).toBe(code);
    // What was applied counts: rather one signature too few than one that nobody counted.
    expect(await signaturesOf(intentId)).toBe(stage === cut || stage === down ? 0 : 1);
    await over(intentId);
  });

  it('that was cancelled while it was decided about is not signed', async () => {
    const { intentId } = await calls.declare();
    staged.inBetween(() => over(intentId));
    expect(await codeOf(await operator.post('/stir/v1/signing', signing))).toBe('CALL.NOT_DECLARED');
    expect(await signaturesOf(intentId)).toBe(0);
  });

  it('by a number that was retired meanwhile is not signed', async () => {
    const { intentId } = await calls.declare();
    staged.inBetween(() => calls.retireNumber());
    expect(await codeOf(await operator.post('/stir/v1/signing', signing))).toBe('CALL.NOT_DECLARED');
    expect(await signaturesOf(intentId)).toBe(0);
  });

  it('is on record by its id once for each signature, and by no number', async () => {
    const events = await recordedEvents(system.table);
    const signed = events.filter((event) => JSON.stringify(event).includes('call.sign'));
    expect(signed.length).toBeGreaterThan(0);
    expect(JSON.stringify(signed)).not.toMatch(/912345678|2439447788/);
  });
});
