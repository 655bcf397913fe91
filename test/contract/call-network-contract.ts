import type { Binding, CallNetwork } from '@temkin/caller-id/domain';
import type { OperatorSimulator } from '@temkin/operator';
import { expect, it } from 'vitest';
import type { TestClock } from '../support/test-clock.ts';

/** A network, and what stands behind it. `nobody` is a company without an account. */
export interface CallNetworkUnderTest {
  readonly network: CallNetwork;
  readonly operator: OperatorSimulator;
  readonly clock: TestClock;
}

/** Numbers of a pool, of a shipper and of two recipients. */
export const [X, X2, A, B, C] = [
  '+842471000001',
  '+842471000002',
  '+84901000001',
  '+84912345678',
  '+84912345679',
] as const;

const soon = (): AbortSignal => AbortSignal.timeout(5_000);

/** The least that every adapter of `CallNetwork` promises, and its simulator. */
export const callNetworkContract = (open: () => CallNetworkUnderTest): void => {
  const binding = (clock: TestClock, changes: Partial<Binding> = {}): Binding => ({
    intentId: 'one',
    tenant: 'demo',
    number: X,
    caller: A,
    callee: B,
    expiresAt: clock.now() + 60_000,
    ...changes,
  });

  const announcement = {
    intentId: 'one',
    tenant: 'demo',
    calling: X,
    called: B,
    displayName: 'Bưu điện Demo',
    reason: 'Giao bưu phẩm',
    timeToLiveSeconds: 60,
  };

  it('announces a call once, however often it is told', async () => {
    const { network, operator } = open();
    for (let times = 0; times < 2; times += 1)
      expect(await network.announce(announcement, soon())).toEqual({ outcome: 'done' });
    expect(operator.announced).toEqual([expect.objectContaining(announcement)]);
  });

  it('shows the name that was announced on the telephone that was announced to, for a minute at most', async () => {
    const { network, operator, clock } = open();
    const shown: unknown[] = [];
    operator.connect(B, { rings: (call) => (shown.push(call), 'no-answer') });
    await network.bind(binding(clock, { expiresAt: clock.now() + 300_000 }), soon());
    await network.announce({ ...announcement, timeToLiveSeconds: 86_400 }, soon());
    operator.dial(A, X);
    clock.advance(61_000);
    operator.dial(A, X);
    expect(shown).toEqual([
      { shows: X, displayName: 'Bưu điện Demo', reason: 'Giao bưu phẩm' },
      { shows: X },
    ]);
  });

  it('binds a number to two others, by which each reaches the other and nobody else reaches either', async () => {
    const { network, operator, clock } = open();
    expect(await network.bind(binding(clock), soon())).toMatchObject({ outcome: 'done' });
    expect(operator.dial(A, X)).toEqual({ outcome: 'answered', reached: B });
    expect(operator.dial(B, X)).toEqual({ outcome: 'answered', reached: A });
    expect(operator.dial(C, X)).toEqual({ outcome: 'unknown-number' });
    expect(operator.dial(A, X2)).toEqual({ outcome: 'unknown-number' });
  });

  it('takes a wish again as the same, and names the same line', async () => {
    const { network, operator, clock } = open();
    const verdicts = [await network.bind(binding(clock), soon()), await network.bind(binding(clock), soon())];
    expect(verdicts[0]).toEqual(verdicts[1]);
    expect(operator.bound).toHaveLength(1);
  });

  it.each([
    ['the same two', { caller: A, callee: B }],
    ['the same two the other way round', { caller: B, callee: A }],
    ['one of them with somebody else', { caller: A, callee: C }],
  ])('binds a number no second time for another call: %s', async (_, ends) => {
    const { network, operator, clock } = open();
    await network.bind(binding(clock), soon());
    const other = binding(clock, { intentId: 'two', ...ends });
    expect(await network.bind(other, soon())).toEqual({ outcome: 'conflict' });
    expect(operator.dial(A, X)).toMatchObject({ reached: B });
    expect(await network.bind({ ...other, number: X2 }, soon())).toMatchObject({ outcome: 'done' });
  });

  it('unbinds a number at its time', async () => {
    const { network, operator, clock } = open();
    await network.bind(binding(clock), soon());
    clock.advance(62_000);
    expect(operator.dial(B, X)).toEqual({ outcome: 'unknown-number' });
    expect(await network.bind(binding(clock, { intentId: 'two' }), soon())).toMatchObject({
      outcome: 'done',
    });
  });

  it('unbinds a number when told, and takes that again for nothing', async () => {
    const { network, operator, clock } = open();
    const verdict = await network.bind(binding(clock), soon());
    if (verdict.outcome !== 'done') throw new Error('not bound');
    for (let times = 0; times < 2; times += 1)
      await network.release({ tenant: 'demo', lineId: verdict.lineId }, soon());
    await network.release({ tenant: 'demo', lineId: 'binding/never' }, soon());
    await network.release({ tenant: 'demo', lineId: 'nonsense' }, soon());
    expect(operator.bound).toEqual([]);
  });

  it('lets no company release what is another’s', async () => {
    const { network, operator, clock } = open();
    const verdict = await network.bind(binding(clock), soon());
    if (verdict.outcome !== 'done') throw new Error('not bound');
    await network.release({ tenant: 'other', lineId: verdict.lineId }, soon());
    expect(operator.bound).toHaveLength(1);
  });

  it('rings both ends, shows both the number between them, and takes the wish again as the same', async () => {
    const { network, operator } = open();
    const shown: string[] = [];
    for (const end of [A, B])
      operator.connect(end, { rings: ({ shows }) => (shown.push(`${end} ${shows}`), 'answers') });
    const call = { intentId: 'one', tenant: 'demo', number: X, caller: A, callee: B };
    const verdicts = [await network.ringBack(call, soon()), await network.ringBack(call, soon())];
    expect(verdicts[0]).toMatchObject({ outcome: 'done' });
    expect(verdicts[1]).toEqual(verdicts[0]);
    expect(shown).toEqual([`${A} ${X}`, `${B} ${X}`]);
  });

  it('rings nobody who is being called already', async () => {
    const { network } = open();
    const call = { intentId: 'one', tenant: 'demo', number: X, caller: A, callee: B };
    await network.ringBack(call, soon());
    expect(await network.ringBack({ ...call, intentId: 'two', callee: C }, soon())).toEqual({
      outcome: 'conflict',
    });
  });

  it('ends a call when told', async () => {
    const { network, operator } = open();
    const call = { intentId: 'one', tenant: 'demo', number: X, caller: A, callee: B };
    const verdict = await network.ringBack(call, soon());
    if (verdict.outcome !== 'done') throw new Error('not called');
    await network.release({ tenant: 'demo', lineId: verdict.lineId }, soon());
    expect(operator.calls).toEqual([]);
  });

  it('has no service for a company without an account', async () => {
    const { network, operator, clock } = open();
    const tenant = 'nobody';
    const ends = { number: X, caller: A, callee: B };
    expect(await network.announce({ ...announcement, tenant }, soon())).toEqual({ outcome: 'unsupported' });
    expect(await network.bind(binding(clock, { tenant }), soon())).toEqual({ outcome: 'unsupported' });
    expect(await network.ringBack({ intentId: 'one', tenant, ...ends }, soon())).toEqual({
      outcome: 'unsupported',
    });
    await network.release({ tenant, lineId: 'binding/one' }, soon());
    expect(operator.bound).toEqual([]);
  });

  it.each(['announce', 'bind', 'ringBack'] as const)(
    'says where a network has no such service, and rejects where it is broken or too late: %s',
    async (service) => {
      const { network, operator, clock } = open();
      const ask = (signal: AbortSignal): Promise<unknown> =>
        ({
          announce: () => network.announce(announcement, signal),
          bind: () => network.bind(binding(clock), signal),
          ringBack: () => network.ringBack(binding(clock), signal),
        })[service]();
      operator.behave(service, 'unsupported');
      expect(await ask(soon())).toEqual({ outcome: 'unsupported' });
      operator.behave(service, 'fails');
      await expect(ask(soon())).rejects.toThrow('503');
      operator.behave(service, 'hangs');
      await expect(ask(AbortSignal.timeout(50))).rejects.toThrow('abort');
      operator.behave(service, 'works');
      await expect(ask(AbortSignal.abort())).rejects.toThrow('abort');
      expect([operator.announced, operator.bound, operator.calls]).toEqual([[], [], []]);
    },
  );

  it('may have taken a wish that it did not answer, and takes it again as the same', async () => {
    const { network, operator, clock } = open();
    operator.behave('bind', 'takes-and-hangs');
    await expect(network.bind(binding(clock), AbortSignal.timeout(50))).rejects.toThrow('abort');
    operator.behave('bind', 'works');
    expect(await network.bind(binding(clock), soon())).toMatchObject({ outcome: 'done' });
    expect(operator.bound).toHaveLength(1);
  });

  it('quotes no number in what it throws', async () => {
    const { network, operator, clock } = open();
    for (const service of ['announce', 'bind', 'ringBack'] as const) operator.behave(service, 'fails');
    const failures = await Promise.allSettled([
      network.announce(announcement, soon()),
      network.bind(binding(clock), soon()),
      network.ringBack(binding(clock), soon()),
    ]);
    const reasons = failures.flatMap((failure) =>
      failure.status === 'rejected' ? [failure.reason as Error] : [],
    );
    expect(reasons).toHaveLength(3);
    for (const { message, cause } of reasons) expect(`${message} ${String(cause)}`).not.toMatch(/84\d{6}/);
  });
};
