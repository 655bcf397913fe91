import { Refusal, type RefusalDetails } from '@temkin/kernel';
import type { ParcelRefusalCode } from '../domain/index.ts';

/** A refusal by one of this capability's codes. */
export const refuse = (code: ParcelRefusalCode, details?: RefusalDetails): Refusal<ParcelRefusalCode> =>
  new Refusal(code, details);
