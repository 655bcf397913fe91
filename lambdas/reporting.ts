import { consoleFaultLog } from '@temkin/composition';
import type { Context } from 'aws-lambda';

type Told = Pick<Context, 'getRemainingTimeInMillis' | 'awsRequestId'>;

/**
 * Reports what a handler throws as a fault and fails with a sentence of its own, so that Lambda tries again, and writes no
 * message into the log that might quote what was handled.
 */
export const reporting =
  <Event>(name: string, handle: (event: Event, context: Told) => Promise<void>) =>
  async (event: Event, context: Told): Promise<void> => {
    try {
      await handle(event, context);
    } catch (error) {
      consoleFaultLog.fault({ route: name, correlator: context.awsRequestId, error });
      throw new Error(`${name} failed`);
    }
  };
