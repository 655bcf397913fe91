import { rememberedTenants } from '@temkin/access';
import { StoreUnavailable } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import { TENANT } from './authentication-world.ts';

/** Tenants that count how often they are read, and the clock by which they are remembered. */
const counted = () => {
  const world = { now: 10_000, reads: 0, displayName: 'EMS', isDown: false };
  const tenants = rememberedTenants(
    {
      find: async () => {
        world.reads += 1;
        await Promise.resolve();
        if (world.isDown) throw new StoreUnavailable();
        return { ...TENANT, displayName: world.displayName };
      },
    },
    { now: () => world.now },
  );
  return { world, tenants };
};

describe('a remembered tenant', () => {
  it('is read once for all who ask within a second', async () => {
    const { world, tenants } = counted();
    const found = await Promise.all([tenants.find('ems'), tenants.find('ems')]);
    world.now += 999;
    expect([...found, await tenants.find('ems')].map((tenant) => tenant?.displayName)).toEqual([
      'EMS',
      'EMS',
      'EMS',
    ]);
    expect(world.reads).toBe(1);
  });

  it('is read anew after a second, and where the clock was set back', async () => {
    const { world, tenants } = counted();
    await tenants.find('ems');
    world.displayName = 'VNPost';
    world.now += 1_000;
    expect((await tenants.find('ems'))?.displayName).toBe('VNPost');
    world.displayName = 'EMS';
    world.now -= 5_000;
    expect((await tenants.find('ems'))?.displayName).toBe('EMS');
    expect(world.reads).toBe(3);
  });

  it('is one of each company', async () => {
    const { world, tenants } = counted();
    await tenants.find('ems');
    await tenants.find('other');
    expect(world.reads).toBe(2);
  });

  it('is not remembered where the read failed', async () => {
    const { world, tenants } = counted();
    world.isDown = true;
    await expect(tenants.find('ems')).rejects.toThrow(StoreUnavailable);
    world.isDown = false;
    expect((await tenants.find('ems'))?.displayName).toBe('EMS');
  });
});
