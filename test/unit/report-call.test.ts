import { CALL_STATES, LINE_STATES, mayMove, reportedAt, reportedState } from '@temkin/caller-id/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FATES } from '../support/failing-writes.ts';
import { acts, callWorld, MINUTE } from './call-world.ts';

describe('a network’s word of a call', () => {
  it('moves it, each on record', async () => {
    const world = callWorld();
    const id = await world.declare();
    for (const state of ['ringing', 'answered', 'ended'] as const) {
      const { state: now, receipt } = await world.hear(id, state);
      expect([now, receipt !== undefined]).toEqual([state, true]);
    }
    expect(acts(world.events())).toEqual([
      'call.report ringing',
      'call.report answered',
      'call.report ended',
    ]);
  });

  it('moves nothing where it comes twice, late or out of order, and is answered by where the call stands', async () => {
    const world = callWorld();
    const id = await world.declare();
    await world.hear(id, 'answered');
    for (const state of ['answered', 'ringing'] as const)
      expect(await world.hear(id, state)).toEqual({ state: 'answered' });
    await world.hear(id, 'ended');
    for (const state of LINE_STATES) expect(await world.hear(id, state)).toEqual({ state: 'ended' });
    expect(world.events()).toHaveLength(2);
  });

  it('is of no call that we did not declare', async () => {
    await expect(callWorld().hear(crypto.randomUUID(), 'ringing')).rejects.toMatchObject({
      code: 'CALL.UNKNOWN',
    });
  });

  it('ends a call that failed: as one that was made where it rang, else as one that was not', async () => {
    const world = callWorld();
    const [rang, never] = [
      await world.declare(),
      await world.declare({ shipper: 's2', recipientHash: 'h2' }),
    ];
    await world.hear(rang, 'ringing');
    expect((await world.hear(rang, 'failed')).state).toBe('ended');
    expect((await world.hear(never, 'failed')).state).toBe('expired');
  });

  it('of a call that never rang has it over when it should have rung, however late the word comes', async () => {
    const world = callWorld();
    const id = await world.declare();
    world.clock.advance(31 * MINUTE);
    await world.hear(id, 'failed');
    const { endedAt, ringBy } = await world.intent(id);
    expect(endedAt).toBe(ringBy);
  });

  it('leaves the recipient four hours to call back, and the shipper free for the next call', async () => {
    const world = callWorld();
    const id = await world.declare();
    await world.hear(id, 'ringing');
    await world.hear(id, 'ended');
    const { endedAt, dueAt } = await world.intent(id);
    expect(dueAt - (endedAt ?? 0)).toBe(240 * MINUTE);
    await expect(world.declare()).resolves.toBeDefined();
  });

  it.each(Object.entries(FATES))(
    'moves it once where the write is %s and the word comes again',
    async (_, fate) => {
      const world = callWorld();
      const id = await world.declare();
      world.staged.once(fate);
      await expect(world.hear(id, 'ringing')).rejects.toThrow(/AUDIT.UNAVAILABLE|cut|OUTCOME|recorded/);
      expect((await world.hear(id, 'ringing')).state).toBe('ringing');
      expect(acts(world.events())).toEqual(['call.report ringing']);
    },
  );

  it('is of whichever comes first where two come at once', async () => {
    const world = callWorld();
    const id = await world.declare();
    await Promise.all([world.hear(id, 'ringing'), world.hear(id, 'ended'), world.hear(id, 'answered')]);
    await world.hear(id, 'ended');
    expect((await world.intent(id)).state).toBe('ended');
  });

  it('moves a call nowhere that calls do not go, in whatever order words come', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CALL_STATES),
        fc.array(fc.constantFrom(...LINE_STATES)),
        (from, words) => {
          let state = from;
          for (const word of words) {
            const to = reportedState({ state }, word);
            expect(to === undefined || mayMove(state, to)).toBe(true);
            state = to ?? state;
          }
        },
      ),
    );
  });

  it('is believed about the time between the declaration and now', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), (at, later) => {
        const believed = reportedAt({ createdAt: 1_000 }, at, 1_000 + later);
        expect(believed).toBeGreaterThanOrEqual(1_000);
        expect(believed).toBeLessThanOrEqual(1_000 + later);
      }),
    );
  });
});
