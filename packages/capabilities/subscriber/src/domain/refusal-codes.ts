/** What the subscriber registry refuses, beyond the general codes. */
export type SubscriberRefusalCode =
  | 'SUBSCRIBER.CHANGED'
  | 'SUBSCRIBER.INDEX_BUSY'
  | 'SUBSCRIBER.INDEX_NOT_READY'
  | 'SUBSCRIBER.NUMBER_TAKEN'
  | 'SUBSCRIBER.SEARCH_INCOMPLETE'
  | 'SUBSCRIBER.SEARCH_TOO_WIDE'
  | 'SUBSCRIBER.UNKNOWN';
