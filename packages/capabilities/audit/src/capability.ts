import type { Route } from '@temkin/http';
import { logRoutes, type LogUsecases } from './http/log-routes.ts';
import { auditRoutes } from './http/routes.ts';
import type { AskingDependencies } from './usecases/ask-events.ts';
import { countEvents } from './usecases/count-events.ts';
import { exportEvents } from './usecases/export-events.ts';
import { proveEvent } from './usecases/prove-event.ts';
import { queryEvents } from './usecases/query-events.ts';
import { readEvent } from './usecases/read-event.ts';
import { readLogFile } from './usecases/read-log-file.ts';

export type AuditDependencies = AskingDependencies &
  Parameters<typeof readEvent>[0] &
  Parameters<typeof proveEvent>[0] &
  Parameters<typeof readLogFile>[0] &
  Pick<LogUsecases, 'logKey'>;

/** What auditors ask for: events, proofs, and the log itself. */
export const auditCapability = (dependencies: AuditDependencies): { readonly routes: readonly Route[] } => ({
  routes: [
    ...auditRoutes({
      queryEvents: queryEvents(dependencies),
      exportEvents: exportEvents(dependencies),
      countEvents: countEvents(dependencies),
      readEvent: readEvent(dependencies),
      proveEvent: proveEvent(dependencies),
    }),
    ...logRoutes({ readLogFile: readLogFile(dependencies), logKey: dependencies.logKey }),
  ],
});
