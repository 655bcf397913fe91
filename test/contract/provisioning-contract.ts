import type { ProvisioningSimulator } from '@temkin/provisioning';
import type { Provisioning, ProvisioningOrder, ReconciledSystems } from '@temkin/subscriber/domain';
import { expect, it } from 'vitest';

/** A network and what else a company has, and what stands behind them. `nobody` is a company without any. */
export interface ProvisioningUnderTest {
  readonly network: Provisioning;
  readonly systems: ReconciledSystems;
  readonly behind: ProvisioningSimulator;
}

export const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const order = (changes: Partial<ProvisioningOrder> = {}): ProvisioningOrder => ({
  tenant: 'demo',
  subscriptionId: idOf(1),
  version: 2,
  heldSince: Date.UTC(2026, 10, 22),
  phone: '+84912345678',
  state: 'active',
  ...changes,
});

const soon = (): AbortSignal => AbortSignal.timeout(5_000);

/** Every order in which things may come. */
const permutations = <One>(all: readonly One[]): readonly (readonly One[])[] =>
  all.length === 0
    ? [[]]
    : all.flatMap((one, at) =>
        permutations(all.filter((_, other) => other !== at)).map((rest) => [one, ...rest]),
      );

/** The least that every adapter of `Provisioning` and `ReconciledSystems` promises, and their simulator. */
export const provisioningContract = (
  open: () => ProvisioningUnderTest,
  /** One to which nothing was ever said. */
  reopen: () => ProvisioningUnderTest,
): void => {
  it('hands an order over and brings the acknowledgement back', async () => {
    const { network, behind } = open();
    expect(await network.put(order(), soon())).toEqual({
      outcome: 'acknowledged',
      acknowledgement: `${idOf(1)}.2`,
    });
    expect(behind.stateIn('network', idOf(1))).toBe('active');
  });

  it('lets the last order count, however often and in whichever order they come', async () => {
    const { network, behind } = open();
    for (const [version, state] of [
      [2, 'active'],
      [4, 'terminated'],
      [3, 'suspended-one-way'],
      [4, 'terminated'],
    ] as const)
      expect((await network.put(order({ version, state }), soon())).outcome).toBe('acknowledged');
    expect(behind.stateIn('network', idOf(1))).toBe('terminated');
  });

  it('serves a number as who has it now, in whichever order its former holder’s end and their beginning come', async () => {
    const now = { subscriptionId: idOf(2), heldSince: Date.UTC(2026, 10, 23) };
    const course = [
      order(),
      order({ version: 3, state: 'terminated' }),
      order(now),
      order({ ...now, version: 3, state: 'suspended-one-way' }),
    ];
    for (const orders of permutations(course)) {
      const { network, behind } = reopen();
      for (const one of orders) expect((await network.put(one, soon())).outcome).toBe('acknowledged');
      expect(behind.servedAs('+84912345678')).toEqual({
        subscriptionId: idOf(2),
        state: 'suspended-one-way',
      });
      expect(behind.stateIn('network', idOf(1))).toBe('terminated');
    }
  });

  it('says of a company without a network that there is none', async () => {
    const { network, behind } = open();
    expect(await network.put(order({ tenant: 'nobody' }), soon())).toEqual({ outcome: 'unsupported' });
    expect(behind.received).toEqual([]);
  });

  it('rejects where the network is broken, or where it is too late', async () => {
    const { network, behind } = open();
    behind.behave('fails');
    await expect(network.put(order(), soon())).rejects.toThrow('the system answered 503');
    behind.behave('works');
    await expect(network.put(order(), AbortSignal.abort())).rejects.toThrow('abort');
    expect(behind.received).toEqual([]);
  });

  it('asks a system what it has under ids, and leaves out what it does not have', async () => {
    const { network, systems } = open();
    await network.put(order(), soon());
    expect(systems.tenants()).toEqual(['demo']);
    expect(systems.of('nobody')).toEqual([]);
    for (const system of systems.of('demo'))
      expect(await systems.states('demo', system, [idOf(1), idOf(2)], soon())).toEqual([
        { subscriptionId: idOf(1), state: 'active' },
      ]);
  });

  it('goes through all that a system has, page by page', async () => {
    const { network, systems, behind } = open();
    for (let n = 1; n <= 205; n += 1) await network.put(order({ subscriptionId: idOf(n) }), soon());
    behind.differ('billing', idOf(7), undefined);
    const sizes: number[] = [];
    const seen = new Set<string>();
    let after: string | undefined;
    do {
      const page = await systems.page('demo', 'billing', after, soon());
      sizes.push(page.records.length);
      for (const { subscriptionId } of page.records) seen.add(subscriptionId);
      after = page.next;
    } while (after !== undefined);
    expect(sizes).toEqual([100, 100, 4]);
    expect(seen.size).toBe(204);
    expect(seen.has(idOf(7))).toBe(false);
  });
};
