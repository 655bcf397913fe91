import type { MoveVerdict } from './lifecycle/decide-move.ts';

/** What the subscriber registry refuses, beyond the general codes. */
export type SubscriberRefusalCode =
  | Extract<MoveVerdict, { readonly allowed: false }>['code']
  | 'SUBSCRIBER.BASIS_REQUIRED'
  | 'SUBSCRIBER.CHANGED'
  | 'SUBSCRIBER.FIELD_NOT_ALLOWED'
  | 'SUBSCRIBER.INDEX_BUSY'
  | 'SUBSCRIBER.INDEX_NOT_READY'
  | 'SUBSCRIBER.NOT_RELEASED'
  | 'SUBSCRIBER.NOTHING_ASKED'
  | 'SUBSCRIBER.NUMBER_TAKEN'
  | 'SUBSCRIBER.PURPOSE_NOT_ALLOWED'
  | 'SUBSCRIBER.SEARCH_INCOMPLETE'
  | 'SUBSCRIBER.SEARCH_TOO_WIDE'
  | 'SUBSCRIBER.SWEEP_RUNNING'
  | 'SUBSCRIBER.SWEEP_UNKNOWN'
  | 'SUBSCRIBER.UNKNOWN'
  | 'SUBSCRIPTION.UNKNOWN';
