import type { Receipt } from '@temkin/kernel';
import type { Correlator } from './correlator.ts';

/** What every answer carries, a problem like a success. */
export const responseHeaders = (
  correlator: Correlator,
  mediaType: string,
  receipt: Receipt | undefined,
): Headers => {
  const headers = new Headers({
    'content-type': mediaType,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-correlator': correlator.echoed,
  });
  if (receipt !== undefined) headers.set('audit-event', `${receipt.eventId}; leaf=${receipt.leaf}`);
  return headers;
};
