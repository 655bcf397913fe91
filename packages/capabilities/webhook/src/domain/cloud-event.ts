import { rfc3339 } from '@temkin/kernel';
import type { ParcelNews } from './parcel-news.ts';

/** A message in the structured JSON form of CloudEvents 1.0; its bytes are final, so that each attempt sends the same. */
export interface Message {
  /** `webhook-id`, and the event's `id`: the same for every attempt. */
  readonly messageId: string;
  /** Messages of one subject are sent in order, as far as each arrives at once. */
  readonly subject: string;
  readonly body: string;
}

/** RFC 8141: the tenant as the source of its events. */
const sourceOf = (tenant: string): string => `urn:temkin:tenant:${encodeURIComponent(tenant)}`;

/**
 * What receivers of `parcel.state-changed` are sent. Its subject is the id, which outlives the number on the waybill: that
 * is free for another parcel one day, and unknown once the parcel is shredded.
 */
export const stateChanged = (news: ParcelNews, waybillNumber: string | undefined): Message => {
  const { tenant, parcelId, state, version, eventId, event, facility } = news;
  const occurredAt = rfc3339(news.occurredAt);
  const messageId = `${eventId}_${parcelId}`;
  return {
    messageId,
    subject: parcelId,
    body: JSON.stringify({
      specversion: '1.0',
      id: messageId,
      source: sourceOf(tenant),
      type: 'temkin.parcel.state-changed.v1',
      subject: parcelId,
      time: occurredAt,
      datacontenttype: 'application/json',
      data: {
        parcelId,
        ...(waybillNumber !== undefined && { waybillNumber }),
        state,
        ...(event !== undefined && { event }),
        ...(facility !== undefined && { facility }),
        occurredAt,
        version,
        auditEvent: eventId,
      },
    }),
  };
};

/** What a receiver is sent to see whether it is there. */
export const testMessage = (
  tenant: string,
  { webhookId, testId, now }: { readonly webhookId: string; readonly testId: string; readonly now: number },
): Message => {
  const messageId = `test_${testId}`;
  return {
    messageId,
    subject: messageId,
    body: JSON.stringify({
      specversion: '1.0',
      id: messageId,
      source: sourceOf(tenant),
      type: 'temkin.webhook.test.v1',
      subject: webhookId,
      time: rfc3339(now),
      datacontenttype: 'application/json',
      data: { webhookId },
    }),
  };
};
