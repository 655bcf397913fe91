import {
  RECONCILED_SYSTEMS,
  type Provisioning,
  type ProvisioningOrder,
  type ReconciledSystem,
  type ReconciledSystems,
  type SubscriptionState,
} from '@temkin/subscriber/domain';

/** `fails`: it answers that it is broken. `takes-and-fails`: it does what it is told and says nothing of it. */
export type NetworkBehaviour = 'works' | 'fails' | 'takes-and-fails';

/** A company's network, billing and points of sale in this process. What the network is told the two others learn of it. */
export interface ProvisioningSimulator extends Provisioning, ReconciledSystems {
  /** Orders in the order in which they came, again and outdated ones too. */
  readonly received: readonly ProvisioningOrder[];
  /** Whose subscription a number is in the network, and how it is served. */
  servedAs(phone: string): { readonly subscriptionId: string; readonly state: SubscriptionState } | undefined;
  /** What a system has of a number; undefined where it knows nothing of it. */
  stateIn(system: ReconciledSystem, subscriptionId: string): SubscriptionState | undefined;
  /** Makes a system differ from the others; undefined makes it forget the number. */
  differ(system: ReconciledSystem, subscriptionId: string, state: SubscriptionState | undefined): void;
  behave(as: NetworkBehaviour): void;
}

export interface ProvisioningSimulatorOptions {
  /** Companies that have these systems. */
  readonly tenants?: readonly string[];
}

const PAGE_RECORDS = 100;

const named = (tenant: string, subscriptionId: string): string => `${tenant}/${subscriptionId}`;

/** A simulated network, with what else a company has. It serves nobody. */
export const provisioningSimulator = ({
  tenants = ['demo'],
}: ProvisioningSimulatorOptions = {}): ProvisioningSimulator => {
  const received: ProvisioningOrder[] = [];
  const versions = new Map<string, number>();
  const numbers = new Map<string, ProvisioningOrder>();
  const systems = new Map(
    RECONCILED_SYSTEMS.map((system) => [system, new Map<string, SubscriptionState>()] as const),
  );
  let behaviour: NetworkBehaviour = 'works';

  const inSystem = (system: ReconciledSystem) => systems.get(system) ?? new Map<string, SubscriptionState>();
  const ids = (tenant: string, system: ReconciledSystem): readonly string[] =>
    [...inSystem(system).keys()]
      .filter((name) => name.startsWith(`${tenant}/`))
      .map((name) => name.slice(tenant.length + 1))
      .toSorted();
  const stateOf = (tenant: string, system: ReconciledSystem, subscriptionId: string) =>
    inSystem(system).get(named(tenant, subscriptionId));
  const recordsOf = (tenant: string, system: ReconciledSystem, asked: readonly string[]) =>
    asked.flatMap((subscriptionId) => {
      const state = stateOf(tenant, system, subscriptionId);
      return state === undefined ? [] : [{ subscriptionId, state }];
    });
  const tenantOf = (system: ReconciledSystem, subscriptionId: string): string =>
    tenants.find((tenant) => stateOf(tenant, system, subscriptionId) !== undefined) ?? tenants[0] ?? 'demo';

  /** Of one subscription the newest order, of two that which has the number since later. */
  const serve = (order: ProvisioningOrder): void => {
    const name = named(order.tenant, order.phone);
    const before = numbers.get(name);
    const isLater =
      before === undefined ||
      before.subscriptionId === order.subscriptionId ||
      before.heldSince < order.heldSince;
    if (isLater) numbers.set(name, order);
  };

  return {
    received,
    servedAs: (phone) => {
      const [order] = tenants.flatMap((tenant) => numbers.get(named(tenant, phone)) ?? []);
      return order && { subscriptionId: order.subscriptionId, state: order.state };
    },
    behave: (as) => {
      behaviour = as;
    },
    stateIn: (system, subscriptionId) => stateOf(tenantOf(system, subscriptionId), system, subscriptionId),
    differ: (system, subscriptionId, state) => {
      const name = named(tenantOf(system, subscriptionId), subscriptionId);
      if (state === undefined) inSystem(system).delete(name);
      else inSystem(system).set(name, state);
    },

    put: async (order, signal) => {
      signal.throwIfAborted();
      const { tenant, subscriptionId, version, state } = order;
      if (!tenants.includes(tenant)) return { outcome: 'unsupported' };
      if (behaviour === 'fails') throw new Error('the system answered 503');
      received.push(order);
      const name = named(tenant, subscriptionId);
      if (version >= (versions.get(name) ?? 0)) {
        versions.set(name, version);
        for (const known of systems.values()) known.set(name, state);
        serve(order);
      }
      if (behaviour === 'takes-and-fails') throw new Error('the system answered 503');
      return { outcome: 'acknowledged', acknowledgement: `${subscriptionId}.${version}` };
    },

    tenants: () => tenants,
    of: (tenant) => (tenants.includes(tenant) ? RECONCILED_SYSTEMS : []),
    states: async (tenant, system, subscriptionIds, signal) => {
      signal.throwIfAborted();
      return recordsOf(tenant, system, subscriptionIds);
    },
    page: async (tenant, system, after, signal) => {
      signal.throwIfAborted();
      const rest = ids(tenant, system).filter((id) => after === undefined || id > after);
      const some = rest.slice(0, PAGE_RECORDS);
      const last = some.at(-1);
      return {
        records: recordsOf(tenant, system, some),
        ...(rest.length > some.length && last !== undefined && { next: last }),
      };
    },
  };
};
