import { outboxKey } from '@temkin/audit-event';
import { eventIds, systemRandom, toHex, utf8 } from '@temkin/kernel';
import { bytesOf, keyOf, type StoredItem } from '@temkin/storage';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../packages/surfaces/cli/src/format/manifest.ts';
import { logsOfBackup } from '../../packages/surfaces/cli/src/restore/logs-of-backup.ts';
import { replayedEvents } from '../../packages/surfaces/cli/src/restore/replayed-events.ts';
import { waitingEvents } from '../../packages/surfaces/cli/src/restore/waiting-events.ts';
import { eventOf } from './logged-event.ts';

const LOG = { tenant: 'ems', year: '2026' };

const event = (eventId: string, tenant = 'ems'): StoredItem => ({
  key: outboxKey(tenant, eventId),
  item: { entry: new Uint8Array() },
});

describe('events that wait in an outbox', () => {
  it('do not wait again where they were published, or where a head that survived has settled them', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(50), { maxLength: 20 }),
        fc.uniqueArray(fc.nat(50), { maxLength: 20 }),
        fc.nat(50),
        fc.option(fc.nat(50), { nil: undefined }),
        (inBackup, later, published, settled) => {
          const waiting = waitingEvents();
          for (const n of inBackup) waiting.expect(event(`${n}`));
          for (const n of later) waiting.meet(event(`${n}`));
          for (let n = 0; n < 40; n++) waiting.meetInLog(`${n}`, LOG, { index: n, published: n < published });
          const end = Math.min(40, Math.max(published, settled ?? 0));
          const logged = waiting.logged(
            new Map([...(settled === undefined ? [] : [['ems/2026', settled] as const]), ['ems/2027', 50]]),
          );
          const due = [...new Set([...inBackup, ...later])].filter((n) => n < end).map(String);
          expect([...logged].toSorted()).toEqual(due.toSorted());
          expect(waiting.lacking()).toBe(inBackup.filter((n) => n >= 40 && !later.includes(n)).length);
        },
      ),
    );
  });
});

const manifest = (began: string, logs: Manifest['logs'] = []): Manifest => ({
  id: 'x',
  began,
  ended: began,
  logs,
  tables: {},
});

const listed = (seen: readonly StoredItem[], of: Manifest, now: string): readonly string[] => {
  const logs = logsOfBackup();
  seen.forEach(logs.see);
  return logs
    .list(of, Date.parse(now))
    .map(
      ({ log: { tenant, year }, known }) => `${tenant}/${year}${known === undefined ? '' : ` ${known.size}`}`,
    )
    .toSorted();
};

describe('the logs that may have taken something back since a backup', () => {
  const tenant: StoredItem = { key: keyOf('access', 'tenant', { tenant: 'vnp' }), item: {} };

  it('are those that it knew, and one for each company in it and each year since', () => {
    const root = toHex(new Uint8Array(32));
    const known = [{ tenant: 'ems', year: '2024', size: 7, root }];
    expect(listed([tenant], manifest('2026-06-01T00:00:00Z', known), '2027-02-01T00:00:00Z')).toEqual([
      'ems/2024 7',
      'ems/2026',
      'ems/2027',
      'vnp/2026',
      'vnp/2027',
    ]);
  });

  it('are of the year before and the year after as well, where an event may belong to it yet', () => {
    expect(listed([tenant], manifest('2027-01-01T00:02:00Z'), '2027-12-31T23:59:00Z')).toEqual([
      'vnp/2026',
      'vnp/2027',
      'vnp/2028',
    ]);
  });

  it('are those of its events, however old', () => {
    const ofTwentyFive = eventIds({ now: () => Date.parse('2025-05-05') }, systemRandom)();
    expect(
      listed([event(ofTwentyFive), event('no id', 'old')], manifest('2026-06-01T00:00:00Z'), '2026-06-02'),
    ).toEqual(['ems/2025', 'ems/2026', 'old/2026']);
  });
});

const entryOf = ({ item }: StoredItem): Uint8Array => bytesOf(item, 'entry');

describe('the entries of a log', () => {
  it('are replayed as what waits is, and what is no event stops nobody', () => {
    const events = replayedEvents();
    expect(events.addLogged(entryOf(eventOf('parcel.shred', '1')))).toBe(true);
    expect(events.addLogged(entryOf(eventOf('parcel.read', '2')))).toBe(true);
    for (const text of ['', 'no JSON', '{}', '{"metadata":{"uid":"3"}}'])
      expect(events.addLogged(utf8(text))).toBe(false);
    expect(events.inOrder().map(({ metadata }) => metadata.uid)).toEqual(['1']);
  });
});
