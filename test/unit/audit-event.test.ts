import {
  ACTIONS,
  createWriter,
  fromEntry,
  isAction,
  outboxPut,
  OUTBOX_SHARDS,
  shardOf,
  toEntry,
  toOcsf,
  type Action,
  type EventDraft,
  type EventHead,
  type OcsfEvent,
} from '@temkin/audit-event';
import { eventIds, systemRandom, toHex, utf8 } from '@temkin/kernel';
import { ENTRY_LIMIT_BYTES } from '@temkin/tlog';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testClock } from '../support/test-clock.ts';

const HEAD: EventHead = {
  eventId: '019aa3a0-0000-7000-8000-000000000001',
  time: Date.parse('2026-11-21T09:00:00Z'),
  tenant: 'ems',
  actor: { pseudonym: 'c2hpcHBlcg', roles: ['shipper'] },
  writer: { session: '00112233445566778899aabbccddeeff', n: 0, void: [] },
};
const draft = (part: Partial<EventDraft> = {}): EventDraft => ({
  action: 'parcel.resolve',
  outcome: 'allowed',
  resources: [{ type: 'parcel', pseudonym: 'cGFyY2Vs' }],
  ...part,
});
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Any JSON value through the one door by which entries are made. */
const canonical = (value: unknown): string => text(toEntry(value as OcsfEvent));

describe('the canonical bytes of an entry', () => {
  // RFC 8785 §3.2.2 to §3.2.4: its example, and the bytes it demands.
  it('are those of the example in RFC 8785', () => {
    const value: unknown = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`);
    expect(toHex(toEntry(value as OcsfEvent))).toBe(
      '7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a' +
        '5b3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d2c' +
        '22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d',
    );
  });

  it('have their members in the order of RFC 8785 §3.2.3, by UTF-16 code units', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonical(value)) as object)).toEqual([
      'One',
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
    const inText = [...canonical(value).matchAll(/:"(\w+)/g)].map(([, word]) => word);
    expect(inText).toEqual(['Carriage', 'One', 'Control', 'Latin', 'Euro', 'Emoji', 'Hebrew']);
  });

  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('write the number %s of RFC 8785 appendix B as %s', (ieee, expected) => {
    expect(canonical([Buffer.from(ieee, 'hex').readDoubleBE()])).toBe(`[${expected}]`);
  });

  it.each([Number.NaN, Infinity, -Infinity])('do not write %s', (value) => {
    expect(() => canonical([value])).toThrow(/not allowed/);
  });

  it('do not depend on the order in which an event was put together', () => {
    const event = toOcsf(HEAD, draft({ purpose: 'delivery', groups: ['name', 'phone'] }));
    const turned = Object.fromEntries(Object.entries(event).toReversed()) as unknown as OcsfEvent;
    expect(Object.keys(turned)).not.toEqual(Object.keys(event));
    expect(toEntry(turned)).toEqual(toEntry(event));
  });

  it('read back as the event, and write again as the same bytes', () => {
    const word = fc.string();
    const drafts = fc.record(
      {
        action: fc.constantFrom(...(Object.keys(ACTIONS) as Action[])),
        outcome: fc.constantFrom('allowed' as const, 'refused' as const, 'failed' as const),
        resources: fc.array(fc.record({ type: word, pseudonym: word }), { maxLength: 3 }),
        reason: word,
        purpose: word,
        groups: fc.array(word, { maxLength: 3 }),
        policies: fc.array(word, { maxLength: 3 }),
        change: word,
        grounds: word,
        flags: fc.array(word, { maxLength: 3 }),
      },
      { requiredKeys: ['action', 'outcome', 'resources'] },
    );
    fc.assert(
      fc.property(drafts, (made) => {
        const event = toOcsf(HEAD, made);
        const entry = toEntry(event);
        expect(fromEntry(entry)).toEqual(event);
        expect(toEntry(fromEntry(entry))).toEqual(entry);
      }),
    );
  });

  it('are at most 65,535', () => {
    expect(ENTRY_LIMIT_BYTES).toBe(65_535);
    expect(canonical('x'.repeat(65_533))).toHaveLength(65_535);
    expect(() => canonical('x'.repeat(65_534))).toThrow('an entry has at most 65535 bytes');
    expect(() => canonical(`${'x'.repeat(65_532)}ê`)).toThrow('an entry has at most');
  });

  it('are refused where they are no UTF-8', () => {
    expect(() => fromEntry(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(TypeError);
  });
});

describe('an event', () => {
  const actions = Object.keys(ACTIONS) as Action[];

  /** What OCSF 1.8.0 demands of every event of the two classes. */
  const REQUIRED = [
    'activity_id',
    'actor',
    'category_uid',
    'class_uid',
    'metadata',
    'severity_id',
    'src_endpoint',
    'time',
    'type_uid',
  ];
  const OF_CLASS: Readonly<Record<number, readonly string[]>> = { 6003: ['api'], 6005: ['table'] };

  it.each(actions)('has every attribute that OCSF 1.8.0 requires: %s', (action) => {
    const event = toOcsf(HEAD, draft({ action }));
    expect(Object.keys(event)).toEqual(
      expect.arrayContaining([...REQUIRED, ...(OF_CLASS[event.class_uid] ?? ['a known class'])]),
    );
    expect(event).toMatchObject({
      category_uid: 6,
      type_uid: event.class_uid * 100 + event.activity_id,
      metadata: { version: '1.8.0', product: { name: 'Temkin' }, uid: HEAD.eventId, tenant_uid: 'ems' },
      actor: { user: { uid: 'c2hpcHBlcg', groups: [{ name: 'shipper' }] } },
      api: { operation: action },
      src_endpoint: { name: 'temkin' },
    });
  });

  it.each([
    ['allowed', 1, 1],
    ['refused', 2, 2],
    ['failed', 2, 2],
  ] as const)('that was %s has status %i and severity %i', (outcome, status, severity) => {
    expect(toOcsf(HEAD, draft({ outcome }))).toMatchObject({
      status_id: status,
      severity_id: severity,
      unmapped: { outcome },
    });
  });

  it('has no empty words for what its draft leaves out', () => {
    const bare = toOcsf(HEAD, draft({ flags: [] }));
    expect(bare).not.toHaveProperty('status_code');
    expect(Object.keys(bare.unmapped).toSorted()).toEqual(['outcome', 'writer']);
  });

  it('is of a closed list of actions', () => {
    expect(actions.every(isAction)).toBe(true);
    expect(['parcel.steal', 'toString', '__proto__', ''].some(isAction)).toBe(false);
  });
});

describe('the outbox', () => {
  it('has sixteen shards, and the id alone tells an event’s', () => {
    const newId = eventIds({ now: () => 1 }, systemRandom);
    const shards = new Set(Array.from({ length: 2_000 }, () => shardOf(newId())));
    expect(shards.size).toBe(OUTBOX_SHARDS);
    expect(OUTBOX_SHARDS).toBe(16);
  });

  it('takes an event under its tenant, shard and id, and never in place of another', () => {
    expect(outboxPut('e/s', HEAD.eventId, utf8('{}'))).toEqual({
      kind: 'put',
      key: { table: 'outbox', partition: 'OB#e%2Fs#1', sort: HEAD.eventId },
      item: { entry: utf8('{}') },
      condition: 'absent',
    });
  });
});

describe('a writer', () => {
  const START = Date.parse('2026-11-22T08:00:00Z');
  const HOUR = 3_600_000;

  it('numbers each log’s events from 0, without a gap, in a session of its own', () => {
    const clock = testClock(START);
    const writer = createWriter(systemRandom, clock);
    const one = [1, 2, 3].map(() => writer.next('ems/2026'));
    const other = writer.next('ems/2027');
    expect(one.map(({ n }) => n)).toEqual([0, 1, 2]);
    expect(other.n).toBe(0);
    expect(new Set(one.map(({ session }) => session)).size).toBe(1);
    expect(other.session).not.toBe(one[0]?.session);
    expect(other.session).toMatch(/^[0-9a-f]{32}$/);
    expect(createWriter(systemRandom, clock).next('ems/2026').session).not.toBe(one[0]?.session);
  });

  it('begins another session after an hour’s silence, in which nothing of the former is void', () => {
    const clock = testClock(START);
    const writer = createWriter(systemRandom, clock);
    const first = writer.next('a');
    clock.advance(HOUR - 2);
    const second = writer.next('a');
    expect([second.session, second.n]).toEqual([first.session, 1]);
    clock.advance(HOUR);
    writer.void('a', second.session, [second.n]);
    const third = writer.next('a');
    writer.void('a', second.session, [second.n]);
    expect(third.session).not.toBe(first.session);
    expect([third, writer.next('a')]).toMatchObject([
      { n: 0, void: [] },
      { n: 1, void: [] },
    ]);
  });

  it('names void numbers in the next mark of their log, once', () => {
    const writer = createWriter(systemRandom, testClock(START));
    const { session } = writer.next('a');
    writer.void('a', session, [0]);
    expect(writer.next('b').void).toEqual([]);
    expect(writer.next('a').void).toEqual([0]);
    expect(writer.next('a').void).toEqual([]);
  });

  it('names a thousand at a time at most, and the others after them', () => {
    const writer = createWriter(systemRandom, testClock(START));
    const given = Array.from({ length: 2_001 }, () => writer.next('a'));
    const numbers = given.map(({ n }) => n);
    writer.void('a', given[0]?.session ?? '', numbers);
    const marks = [1, 2, 3, 4].map(() => writer.next('a').void);
    expect(marks.map((mark) => mark.length)).toEqual([1_000, 1_000, 1, 0]);
    expect(marks.flat()).toEqual(numbers);
  });

  it('can name a thousand within the limit of an entry', () => {
    const numbers = Array.from({ length: 1_000 }, (_, at) => 4_000_000_000 + at);
    const writer = { ...HEAD.writer, void: numbers };
    expect(toEntry(toOcsf({ ...HEAD, writer }, draft())).length).toBeLessThan(ENTRY_LIMIT_BYTES / 4);
  });
});
