import { Refusal } from '@temkin/kernel';
import type { GeneralCode } from './general-problems.ts';

/** 1 to 255 visible ASCII characters (RFC 5234 VCHAR). */
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** The `Idempotency-Key` of a request, if it has one. `REQUEST.INVALID` where it is empty, too long or not visible ASCII. */
export const idempotencyKeyOf = (headers: Headers): string | undefined => {
  const key = headers.get('idempotency-key');
  if (key === null) return undefined;
  if (!IDEMPOTENCY_KEY.test(key)) {
    throw new Refusal<GeneralCode>('REQUEST.INVALID', {
      detail: 'The header Idempotency-Key must have 1 to 255 visible ASCII characters.',
    });
  }
  return key;
};
