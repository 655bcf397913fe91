import { Refusal, type Caller } from '@temkin/kernel';
import type { RefusalLog } from './ports.ts';
import { isRecorded, kindOf, type ProblemCatalogue } from './problem.ts';

/**
 * Runs a step of a known caller and sees to it that a refusal which belongs on record is there before anybody is told.
 * Where the log itself refuses (budget spent, log unavailable), that is the answer. A refusal that brings its receipt
 * was recorded by its use case.
 */
export const onRecord =
  ({ refusalLog, problems }: { readonly refusalLog: RefusalLog; readonly problems: ProblemCatalogue }) =>
  async <Answer>(caller: Caller, action: string, step: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, details } = error;
      if (details.receipt !== undefined || !isRecorded(kindOf(problems, code))) throw error;
      const { about } = details;
      const receipt = await refusalLog.record(caller, {
        action,
        code,
        ...(about !== undefined && { about }),
      });
      throw new Refusal(code, { ...details, receipt });
    }
  };
