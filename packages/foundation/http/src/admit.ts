import { Refusal } from '@temkin/kernel';
import type { Identity } from './authorize.ts';
import type { Authenticator, RefusalLog } from './ports.ts';

const unlessSpent = (error: unknown): void => {
  if (!(error instanceof Refusal && error.code === 'REQUEST.RATE_LIMITED')) throw error;
};

/**
 * Authenticates, and puts a refusal on record first where it says whom it refused. That one is answered as somebody
 * unknown is: without a receipt, and in the same words where the budget is spent. Only where the event cannot be written
 * is that the answer.
 */
export const admit =
  ({
    authenticator,
    refusalLog,
  }: {
    readonly authenticator: Authenticator;
    readonly refusalLog: RefusalLog;
  }) =>
  async (authorization: string | undefined, action: string): Promise<Identity> => {
    try {
      return await authenticator.authenticate(authorization);
    } catch (error) {
      if (error instanceof Refusal && error.details.by !== undefined)
        await refusalLog.record(error.details.by, { action, code: error.code }).catch(unlessSpent);
      throw error;
    }
  };
