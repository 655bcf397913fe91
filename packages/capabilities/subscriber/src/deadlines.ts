import type { Clock } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { docket } from './store/docket.ts';
import type { RightsFindings } from './usecases/rights/ports.ts';
import { watchAllDeadlines, type AllCompanies } from './usecases/rights/watch-all-deadlines.ts';
import { watchDeadlines } from './usecases/rights/watch-deadlines.ts';

/** What watching deadlines stands on. */
export interface DeadlineDependencies {
  readonly table: Table;
  readonly clock: Clock;
  readonly companies: AllCompanies;
  readonly findings: RightsFindings;
}

/** Wires who tells what of the registers of people and authorities is near its end, and what is past it. */
export const registryDeadlines = ({ table, clock, companies, findings }: DeadlineDependencies) => ({
  watchDeadlines: watchAllDeadlines({
    companies,
    watch: watchDeadlines({ docket: docket(table), findings, clock }),
    clock,
  }),
});
