import type { Action } from '@temkin/audit-event';
import { Refusal, type Caller } from '@temkin/kernel';
import type { RefusalRecorder } from './ports.ts';
import { asRefusal } from './refuse.ts';

/** What the capability refuses goes on record; a store that failed or a change in between discloses nothing. */
const isForTheRecord = (error: unknown): error is Refusal =>
  error instanceof Refusal && error.code.startsWith('PARCEL.') && error.code !== 'PARCEL.CHANGED';

/** The refusal of one item of many, put on record where it belongs there, with its receipt. A bug is thrown on. */
export const putOnRecord =
  (refusals: RefusalRecorder, action: Action) =>
  async (caller: Caller, error: unknown): Promise<Refusal> => {
    if (!isForTheRecord(error)) return asRefusal(error);
    const { code, details } = error;
    const { about } = details;
    try {
      const receipt = await refusals.record(caller, { action, code, ...(about !== undefined && { about }) });
      return new Refusal(code, { ...details, receipt });
    } catch (failure) {
      return asRefusal(failure);
    }
  };
