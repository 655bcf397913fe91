import {
  fromEntry,
  toEntry,
  toOcsf,
  type EventDraft,
  type EventHead,
  type OcsfEvent,
} from '@temkin/audit-event';
import { toBase64, utf8 } from '@temkin/kernel';
import { leafHash } from '@temkin/tlog';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../support/sha256.ts';

interface Vector {
  readonly name: string;
  readonly head: EventHead;
  readonly draft: EventDraft;
  readonly entry: string;
  readonly leaf: string;
}

const { events } = JSON.parse(readFileSync(new URL('audit-event.json', import.meta.url), 'utf8')) as {
  readonly events: readonly Vector[];
};

describe.each(events)('event vector: $name', ({ head, draft, entry, leaf }) => {
  it('is stored as these bytes and no others', () => {
    expect(new TextDecoder().decode(toEntry(toOcsf(head, draft)))).toBe(entry);
  });

  it('reads back, and writes again as the same bytes', () => {
    const event: OcsfEvent = fromEntry(utf8(entry));
    expect(event).toEqual(toOcsf(head, draft));
    expect(toEntry(event)).toEqual(utf8(entry));
  });

  it('has this leaf hash', async () => {
    expect(toBase64(await leafHash(sha256, utf8(entry)))).toBe(leaf);
  });
});

it('there are vectors', () => {
  expect(events.length).toBeGreaterThanOrEqual(4);
});
