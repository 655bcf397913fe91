import type { Router } from '@temkin/parcel/domain';

/** A street, or a range of its house numbers, and where its parcels are sorted to. */
export interface StreetRoute {
  readonly communeCode: string;
  /** As it ends an address: `Phố Đội Cấn`. */
  readonly street: string;
  /** House numbers, first and last; the whole street where absent. */
  readonly houses?: readonly [number, number];
  readonly sortCode: string;
}

/** A carrier's own service, which knows streets, and what may become of asking it. */
export interface RouterSimulator extends Router {
  /** How often it was asked. */
  readonly asked: number;
  /** `hangs`: it answers nothing until the asker gives up. */
  behave(as: 'answers' | 'fails' | 'hangs'): void;
}

/** The first number of an address is that of the house: `Số 8, Phố Đội Cấn`, `12A Phố Đội Cấn`. */
const houseOf = (street: string): number | undefined => {
  const [digits] = /\d+/.exec(street) ?? [];
  return digits === undefined ? undefined : Number(digits);
};

const isOn = (address: Parameters<Router['sortCode']>[1], { communeCode, street, houses }: StreetRoute) => {
  if (communeCode !== address.communeCode || !address.street.endsWith(street)) return false;
  const house = houseOf(address.street);
  return houses === undefined || (house !== undefined && houses[0] <= house && house <= houses[1]);
};

const hang = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

/** Sorts by streets and house numbers, of each company by its own list; the first that fits counts. */
export const routerSimulator = (
  routes: Readonly<Record<string, readonly StreetRoute[]>>,
): RouterSimulator => {
  let behaviour: Parameters<RouterSimulator['behave']>[0] = 'answers';
  let asked = 0;
  return {
    get asked() {
      return asked;
    },
    behave: (as) => {
      behaviour = as;
    },
    sortCode: async (tenant, address, signal) => {
      asked += 1;
      signal.throwIfAborted();
      if (behaviour === 'hangs') return hang(signal);
      if (behaviour === 'fails') throw new Error('the router answered 503');
      return routes[tenant]?.find((route) => isOn(address, route))?.sortCode;
    },
  };
};
