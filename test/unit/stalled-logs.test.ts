import { drainMarks, markDrained, stalledLogs, type Sequenced } from '@temkin/audit';
import { denyingWhileStalled, type Recorder } from '@temkin/audit-event';
import { groundwork } from '@temkin/composition';
import { OutcomeUnknown, StoreUnavailable, systemRandom } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import { memoryRootKey } from '../support/memory-root-key.ts';
import { memoryTable } from '../support/memory-table.ts';

const NOW = 1_800_000_000_000;
const [MINUTE, HOUR] = [60_000, 3_600_000];
const NOTHING: Sequenced = { events: 0, more: false, unpublished: [], foreign: 0 };

/** A table, a clock, a sequencer whose next answer is given, and how often a mark is read. */
const ground = () => {
  const state = {
    now: NOW,
    answer: NOTHING,
    reads: 0,
    isDown: false,
    failure: undefined as Error | undefined,
  };
  const table = memoryTable();
  const marks = drainMarks(table);
  const clock = { now: () => state.now };
  const read: typeof marks.through = async (tenant) => {
    state.reads += 1;
    if (state.isDown) throw new StoreUnavailable('the store is down');
    return marks.through(tenant);
  };
  const process = () =>
    markDrained({
      sequence: async () => {
        if (state.failure !== undefined) throw state.failure;
        return state.answer;
      },
      marks,
      clock,
    });
  return {
    table,
    clock,
    state,
    marks,
    isStalled: stalledLogs({ marks: { through: read }, clock }),
    sequence: process(),
    another: process(),
  };
};

describe('the mark of a drained outbox', () => {
  it('is where the outbox was found empty, or at the oldest event of a batch', async () => {
    const { state, marks, sequence } = ground();
    await sequence('ems');
    expect(await marks.through('ems')).toBe(NOW);
    state.now += 10 * MINUTE;
    state.answer = { ...NOTHING, events: 3, more: true, waitingSince: state.now - MINUTE };
    await sequence('ems');
    expect(await marks.through('ems')).toBe(state.now - MINUTE);
  });

  it('is moved once a minute, never backwards, and not by a run that looked at nothing', async () => {
    const { state, marks, sequence } = ground();
    await sequence('ems');
    state.now += MINUTE - 1;
    await sequence('ems');
    expect(await marks.through('ems')).toBe(NOW);
    state.now += HOUR;
    state.answer = { ...NOTHING, more: true };
    await sequence('ems');
    expect(await marks.through('ems')).toBe(NOW);
    await marks.advance('ems', NOW - 1);
    expect(await marks.through('ems')).toBe(NOW);
  });

  it('is moved neither by an event as old as would deny, nor into the future', async () => {
    const { state, marks, sequence } = ground();
    await sequence('ems');
    const later = NOW + 10 * MINUTE;
    state.now = later;
    state.answer = { ...NOTHING, events: 1, more: true, waitingSince: later - HOUR };
    await sequence('ems');
    expect(await marks.through('ems')).toBe(NOW);
    state.answer = { ...NOTHING, events: 1, more: true, waitingSince: later + HOUR };
    await sequence('ems');
    expect(await marks.through('ems')).toBe(later);
  });

  it('stands from the first look on, however that ends, and a later first look of another process moves nothing', async () => {
    const { state, marks, sequence, another } = ground();
    state.failure = new Error('the bucket is gone');
    await expect(sequence('ems')).rejects.toThrow('the bucket is gone');
    expect(await marks.through('ems')).toBe(NOW);
    state.now += MINUTE;
    await expect(another('ems')).rejects.toThrow('the bucket is gone');
    expect(await marks.through('ems')).toBe(NOW);
  });
});

describe('a log', () => {
  it('has stalled once its mark is an hour old, until it is moved; one without a mark has not', async () => {
    const { state, marks, isStalled } = ground();
    expect(await isStalled('new')).toBe(false);
    await marks.advance('ems', NOW);
    state.now += HOUR - 1;
    expect(await isStalled('ems')).toBe(false);
    state.now += 1;
    expect(await isStalled('ems')).toBe(true);
    await marks.advance('ems', state.now);
    expect(await isStalled('ems')).toBe(false);
  });

  it('is asked about once a minute while it keeps up, by however many, and each time while it does not', async () => {
    const { state, marks, isStalled } = ground();
    await marks.advance('ems', NOW);
    await Promise.all(Array.from({ length: 50 }, () => isStalled('ems')));
    state.now += MINUTE - 1;
    await isStalled('ems');
    expect(state.reads).toBe(1);
    state.now += 1;
    await isStalled('ems');
    expect(state.reads).toBe(2);
    state.now = NOW + HOUR;
    await isStalled('ems');
    await isStalled('ems');
    expect(state.reads).toBe(4);
  });

  it('is asked about again after a read that failed', async () => {
    const { state, isStalled } = ground();
    state.isDown = true;
    await expect(isStalled('ems')).rejects.toThrow(StoreUnavailable);
    state.isDown = false;
    expect(await isStalled('ems')).toBe(false);
  });
});

describe('the recorder of a company whose log has stalled', () => {
  const caller = { principal: { tenant: 'ems', id: 'a', client: 'c', roles: [] }, reliedOn: [] };
  const draft = { action: 'audit.query', outcome: 'allowed', resources: [] } as const;
  const commits = (isStalled: () => Promise<boolean>) => {
    const state = { commits: 0 };
    const recorder: Recorder = {
      commit: async () => {
        state.commits += 1;
        return { outcome: 'changed' };
      },
    };
    return { state, commit: () => denyingWhileStalled(recorder, isStalled).commit(caller, draft) };
  };

  it('records nothing and says that it cannot', async () => {
    const { state, commit } = commits(async () => true);
    await expect(commit()).rejects.toMatchObject({ code: 'AUDIT.UNAVAILABLE' });
    expect(state.commits).toBe(0);
  });

  it('says the same where it cannot be told, and lets what is a fault be one', async () => {
    const down = commits(() => Promise.reject(new StoreUnavailable('the store is down')));
    await expect(down.commit()).rejects.toMatchObject({ code: 'AUDIT.UNAVAILABLE' });
    const fault = commits(() => Promise.reject(new OutcomeUnknown('nobody knows')));
    await expect(fault.commit()).rejects.toThrow(OutcomeUnknown);
    expect(down.state.commits + fault.state.commits).toBe(0);
  });

  it('rings, where the log is kept by the same process', async () => {
    const { state, marks, table, clock } = ground();
    await marks.advance('ems', NOW);
    state.now += HOUR;
    const rung: string[] = [];
    const { recorder } = groundwork({
      table,
      rootKey: memoryRootKey(),
      clock,
      random: systemRandom,
      ring: (tenant) => rung.push(tenant),
    });
    await expect(recorder.commit(caller, draft)).rejects.toMatchObject({ code: 'AUDIT.UNAVAILABLE' });
    expect(rung).toEqual(['ems']);
  });

  it('records where the log keeps up', async () => {
    const { state, commit } = commits(async () => false);
    expect(await commit()).toEqual({ outcome: 'changed' });
    expect(state.commits).toBe(1);
  });
});
