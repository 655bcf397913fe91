import canonicalize from 'canonicalize';
import { utf8 } from '@temkin/kernel';
import { ENTRY_LIMIT_BYTES } from '@temkin/tlog';
import type { OcsfEvent } from './event.ts';

/** The bytes that are stored and later logged verbatim: canonical JSON (RFC 8785). Throws above the entry limit. */
export const toEntry = (event: OcsfEvent): Uint8Array => {
  const text = canonicalize(event);
  if (text === undefined) throw new Error('an event is a JSON object');
  const entry = utf8(text);
  if (entry.length > ENTRY_LIMIT_BYTES) throw new Error(`an entry has at most ${ENTRY_LIMIT_BYTES} bytes`);
  return entry;
};

/** The event that an entry holds. Throws where it holds no JSON object; whether that is an event, is not looked at. */
export const fromEntry = (entry: Uint8Array): OcsfEvent => {
  const event: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(entry));
  if (typeof event !== 'object' || event === null) throw new SyntaxError('an event is a JSON object');
  return event as OcsfEvent;
};
