import { keyWrap, type KeyRing } from '@temkin/crypto';
import type { PublicRoute } from '@temkin/http';
import type { Clock, RandomBytes, Wait } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { doorCheckRoutes } from './http/door-check-routes.ts';
import { checkCounts } from './store/check-counts.ts';
import { collectionAccountStore } from './store/collection-accounts.ts';
import { registerKeys } from './store/register-keys.ts';
import { staffNumberStore } from './store/staff-numbers.ts';
import { checkBadge } from './usecases/check-badge.ts';
import { checkPayment } from './usecases/check-payment.ts';
import type { CheckFindings, Companies, Shippers } from './usecases/check-ports.ts';
import type { Shifts } from './usecases/register-ports.ts';
import { staffNumberOwners, type StaffNumberOwners } from './usecases/staff-lines.ts';

/** What citizens' questions at the door need from outside. */
export interface DoorCheckDependencies {
  readonly table: Table;
  /** Purpose `call`; of `call-register`, by the ids of keys alone. */
  readonly keyRing: KeyRing;
  readonly companies: Companies;
  readonly shifts: Pick<Shifts, 'carrying'>;
  readonly shippers: Shippers;
  readonly findings: CheckFindings;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly wait: Wait;
}

const KEY_BYTES = 32;

const keysOf = ({ table, keyRing, random }: Pick<DoorCheckDependencies, 'table' | 'keyRing' | 'random'>) =>
  registerKeys({ table, keys: keyWrap(keyRing, 'call-register', random), random });

/** Whose telephone numbers are, by their hashes: for the join of reports. */
export const staffOwners = (
  dependencies: Pick<DoorCheckDependencies, 'table' | 'keyRing' | 'random'>,
): StaffNumberOwners =>
  staffNumberOwners({
    numbers: staffNumberStore(dependencies.table),
    registers: keysOf(dependencies),
    noKey: dependencies.random(KEY_BYTES),
  });

/** Wires what citizens ask at the door: of an account, and of a badge. It opens nothing. */
export const doorCheckCapability = (dependencies: DoorCheckDependencies) => {
  const { table, keyRing, random } = dependencies;
  const surroundings = { ...dependencies, ring: keyRing, counts: checkCounts(table) };
  return {
    routes: doorCheckRoutes({
      checkPayment: checkPayment({
        ...surroundings,
        accounts: collectionAccountStore(table),
        registers: keysOf(dependencies),
        noKey: random(KEY_BYTES),
      }),
      checkBadge: checkBadge(surroundings),
    }) satisfies readonly PublicRoute[],
  };
};
