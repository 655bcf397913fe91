import { consoleFaultLog } from '@temkin/composition';
import type { Context } from 'aws-lambda';

type Told = Pick<Context, 'getRemainingTimeInMillis' | 'awsRequestId'>;

/**
 * Reports what a handler throws as a fault and fails with a sentence of its own, so that Lambda tries again, and writes no
 * message into the log that might quote what was handled.
 */
export const reporting =
  <Event, Result = void>(name: string, handle: (event: Event, context: Told) => Promise<Result>) =>
  (event: Event, context: Told): Promise<Result> =>
    handle(event, context).catch((error: unknown) => {
      consoleFaultLog.fault({ route: name, correlator: context.awsRequestId, error });
      // Without a cause, which the runtime would write out.
      throw new Error(`${name} failed`);
    });
