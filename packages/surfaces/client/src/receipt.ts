/** What proves later that an event is in the log. */
export interface Receipt {
  readonly eventId: string;
  /** Base64 SHA-256 of the log entry (RFC 6962 §2.1). */
  readonly leaf: string;
}

const AUDIT_EVENT = /^([0-9a-f-]{36}); leaf=([A-Za-z0-9+/]{43}=)$/;

/** The `Audit-Event` of an answer; undefined where the request left none. */
export const readReceipt = (headers: Headers): Receipt | undefined => {
  const [, eventId, leaf] = AUDIT_EVENT.exec(headers.get('audit-event') ?? '') ?? [];
  return eventId === undefined || leaf === undefined ? undefined : { eventId, leaf };
};
