import type { Approvals, Recorder } from '@temkin/audit-event';
import { keyWrap, type KeyRing } from '@temkin/crypto';
import type { Route } from '@temkin/http';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import type { SimVerification } from './domain/index.ts';
import { accountRoutes } from './http/account-routes.ts';
import { badgeRoutes } from './http/badge-routes.ts';
import { staffNumberRoutes } from './http/staff-number-routes.ts';
import { collectionAccountStore } from './store/collection-accounts.ts';
import { registerKeys } from './store/register-keys.ts';
import { staffNumberStore } from './store/staff-numbers.ts';
import { addCollectionAccount } from './usecases/add-collection-account.ts';
import { listCollectionAccounts } from './usecases/list-collection-accounts.ts';
import { listStaffNumbers } from './usecases/list-staff-numbers.ts';
import type { StaffNumbers } from './usecases/ports.ts';
import type { Shifts, StaffDirectory } from './usecases/register-ports.ts';
import { registerStaffNumber } from './usecases/register-staff-number.ts';
import { retireCollectionAccount } from './usecases/retire-collection-account.ts';
import { retireStaffNumber } from './usecases/retire-staff-number.ts';
import { sealedValues } from './usecases/sealed-values.ts';
import { showBadge } from './usecases/show-badge.ts';
import { showCollectionQr } from './usecases/show-collection-qr.ts';
import { staffLines } from './usecases/staff-lines.ts';

/** What the registers of staff numbers and accounts, and the badge, need from outside. */
export interface RegisterDependencies {
  readonly table: Table;
  /** Purposes `call`, `call-register`, `staff-number` and `collection-account`. */
  readonly keyRing: KeyRing;
  readonly recorder: Recorder;
  /** Has the two agree. */
  readonly approvals: Approvals;
  readonly directory: StaffDirectory;
  readonly shifts: Shifts;
  readonly sims: SimVerification;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** The lines of shippers, for whoever opens one in the network. */
export const shipperLines = ({
  table,
  keyRing,
  random,
}: Pick<RegisterDependencies, 'table' | 'keyRing' | 'random'>): StaffNumbers =>
  staffLines({
    numbers: staffNumberStore(table),
    sealed: sealedValues({ keyRing, random }, 'staff-number'),
  });

/** Wires what a company's staff keep and show: their telephones, its accounts, a badge. */
export const registerCapability = (dependencies: RegisterDependencies) => {
  const { table, keyRing, random } = dependencies;
  const registers = registerKeys({ table, keys: keyWrap(keyRing, 'call-register', random), random });
  const numbering = {
    ...dependencies,
    registers,
    numbers: staffNumberStore(table),
    sealed: sealedValues(dependencies, 'staff-number'),
  };
  const accounting = {
    ...dependencies,
    registers,
    accounts: collectionAccountStore(table),
    sealed: sealedValues(dependencies, 'collection-account'),
  };
  return {
    routes: [
      ...staffNumberRoutes({
        registerStaffNumber: registerStaffNumber(numbering),
        listStaffNumbers: listStaffNumbers(numbering),
        retireStaffNumber: retireStaffNumber(numbering),
      }),
      ...accountRoutes({
        addCollectionAccount: addCollectionAccount(accounting),
        listCollectionAccounts: listCollectionAccounts(accounting),
        retireCollectionAccount: retireCollectionAccount(accounting),
      }),
      ...badgeRoutes({
        showBadge: showBadge({ ...dependencies, ring: keyRing }),
        showCollectionQr: showCollectionQr(accounting),
      }),
    ] satisfies readonly Route[],
  };
};
