import type { Route } from '@temkin/http';
import { logRoutes, type LogUsecases } from './http/log-routes.ts';
import { auditRoutes } from './http/routes.ts';
import { proveEvent } from './usecases/prove-event.ts';
import { queryEvents } from './usecases/query-events.ts';
import { readEvent } from './usecases/read-event.ts';
import { readLogFile } from './usecases/read-log-file.ts';

export type AuditDependencies = Parameters<typeof queryEvents>[0] &
  Parameters<typeof readEvent>[0] &
  Parameters<typeof proveEvent>[0] &
  Parameters<typeof readLogFile>[0] &
  Pick<LogUsecases, 'logKey'>;

/** What auditors ask for: events, proofs, and the log itself. */
export const auditCapability = (dependencies: AuditDependencies): { readonly routes: readonly Route[] } => ({
  routes: [
    ...auditRoutes({
      queryEvents: queryEvents(dependencies),
      readEvent: readEvent(dependencies),
      proveEvent: proveEvent(dependencies),
    }),
    ...logRoutes({ readLogFile: readLogFile(dependencies), logKey: dependencies.logKey }),
  ],
});
