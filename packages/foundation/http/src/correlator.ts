import { Refusal } from '@temkin/kernel';
import type { GeneralCode } from './general-problems.ts';

/** The ids that tie an answer to its request. */
export interface Correlator {
  /** What the answer carries: the client's own where it sent a proper one. */
  readonly echoed: string;
  /** Ours. Only this one is ever logged: what a client sends may be anything, a phone number too. */
  readonly own: string;
  /** Whether what the client sent, if anything, has the form of a correlator. */
  readonly wellFormed: boolean;
}

/** What a client may send as `x-correlator` (CAMARA Commonalities, `XCorrelator` in CAMARA_common.yaml). */
export const X_CORRELATOR = /^[a-zA-Z0-9-_:;./<>{}]{0,256}$/;

/** Reads `x-correlator`; `own` is the id that stands in where it is absent, empty or malformed. */
export const correlatorOf = (headers: Headers, own: string): Correlator => {
  const sent = headers.get('x-correlator') ?? '';
  const wellFormed = X_CORRELATOR.test(sent);
  return { echoed: wellFormed && sent !== '' ? sent : own, own, wellFormed };
};

/** Refuses a malformed `x-correlator` with `REQUEST.INVALID`. */
export const requireWellFormed = ({ wellFormed }: Correlator): void => {
  if (!wellFormed) {
    throw new Refusal<GeneralCode>('REQUEST.INVALID', {
      detail: `The header x-correlator must match ${X_CORRELATOR.source}.`,
    });
  }
};
