import { describe, expect, it } from 'vitest';
import { watchAllDeadlines } from '../../packages/capabilities/subscriber/src/usecases/rights/watch-all-deadlines.ts';
import { register } from './authority-request-world.ts';
import { TENANT } from './registry-world.ts';
import { DAY, HOUR, OFFICER, rightsWorld } from './rights-world.ts';

describe('a deadline of the registers', () => {
  it('is told when it comes near and when it is missed, of each register and company by itself', async () => {
    const world = await rightsWorld();
    await register(world, { urgency: 'urgent' });
    await register(world);
    expect(await world.rights.watchDeadlines(TENANT)).toEqual({ near: 0, missed: 0 });
    world.clock.advance(2 * HOUR);
    expect(await world.rights.watchDeadlines(TENANT)).toEqual({ near: 1, missed: 0 });
    world.clock.advance(HOUR);
    expect(await world.rights.watchDeadlines(TENANT)).toEqual({ near: 0, missed: 1 });
    world.clock.advance(14 * HOUR);
    expect(await world.rights.watchDeadlines(TENANT)).toEqual({ near: 1, missed: 1 });
    expect(await world.rights.watchDeadlines('other')).toEqual({ near: 0, missed: 0 });
    const authorities = 'authority-requests';
    expect(world.found.slice(-2)).toEqual([
      { finding: 'deadline-near', tenant: TENANT, register: authorities, count: 1 },
      { finding: 'deadline-missed', tenant: TENANT, register: authorities, count: 1 },
    ]);
  });

  it('is told of every company, also where those of one cannot be read, and until the time is over', async () => {
    const asked: string[] = [];
    const watch = watchAllDeadlines({
      companies: { all: () => Promise.resolve(['a', 'b', 'c']) },
      watch: async (tenant) => {
        asked.push(tenant);
        if (tenant === 'b') throw new Error('the table is away');
        return { near: 1, missed: 2 };
      },
      clock: { now: () => asked.length },
    });
    expect(await watch({ deadlineMilliseconds: 3 })).toEqual({ near: 2, missed: 4, failed: 1 });
    expect(asked.toSorted()).toEqual(['a', 'b', 'c']);
    expect(await watch({ deadlineMilliseconds: 3 })).toEqual({ near: 0, missed: 0, failed: 0 });
  });

  it('is told of no longer once it is closed', async () => {
    const world = await rightsWorld();
    const { requestId } = await register(world);
    world.clock.advance(2 * DAY);
    expect(await world.rights.watchDeadlines(TENANT)).toEqual({ near: 0, missed: 1 });
    await world.rights.closeAuthorityRequest(OFFICER, requestId, { outcome: 'withdrawn' });
    expect(await world.rights.watchDeadlines(TENANT)).toEqual({ near: 0, missed: 0 });
  });
});
