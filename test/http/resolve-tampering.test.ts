import { describe, expect, it } from 'vitest';
import { fromBase45, toBase45 } from '../../packages/capabilities/parcel/src/domain/label/base45.ts';
import { handTo, issue, openShift, type Issued } from '../support/parcels.ts';
import { receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { ORIGIN, testSystem } from '../support/system.ts';

const system = await testSystem();
const { shiftId } = await openShift(system, 'shipper-an');

const PREFIX = 'TK1:';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Requests under way at a time. */
const WIDTH = 4;

const bytesOf = (text: string): Uint8Array => fromBase45(text.slice(PREFIX.length)) ?? new Uint8Array();

/** parcel.md, "Digest": what a change must be called, by where it is. */
const dueFor = (changed: Uint8Array, original: Uint8Array): string => {
  const at = changed.findIndex((byte, index) => byte !== original[index]);
  if (((changed[0] ?? 0) ^ (original[0] ?? 0)) & 0xf0) return 'PARCEL.TOKEN_MALFORMED';
  const inId = changed.some((byte, index) => index >= 1 && index <= 8 && byte !== original[index]);
  return at === -1 ? 'unchanged' : inId ? 'PARCEL.UNKNOWN' : 'PARCEL.TOKEN_FORGED';
};

interface Attack {
  readonly token: string;
  readonly due: string;
}

const flippedBits = (token: string): readonly Attack[] => {
  const original = bytesOf(token);
  return Array.from({ length: original.length * 8 }, (_, bit) => {
    const changed = original.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    return { token: PREFIX + toBase45(changed), due: dueFor(changed, original) };
  });
};

const changedCharacter = (token: string, at: number, character: string): Attack => {
  const text = token.slice(0, at) + character + token.slice(at + 1);
  const bytes = text.startsWith(PREFIX) ? fromBase45(text.slice(PREFIX.length)) : undefined;
  return {
    token: text,
    due: bytes === undefined ? 'PARCEL.TOKEN_MALFORMED' : dueFor(bytes, bytesOf(token)),
  };
};

/** Each character becomes its neighbour in the alphabet, and every fourth, where it is a letter, small. */
const changedCharacters = (token: string): readonly Attack[] =>
  Array.from(token, (character, at) => {
    const next = ALPHABET[(ALPHABET.indexOf(character) + 1) % ALPHABET.length] ?? '';
    const small = character.toLowerCase();
    return [next, ...(small === character || at % 4 > 0 ? [] : [small])].map((other) =>
      changedCharacter(token, at, other),
    );
  }).flat();

const authorization = `Bearer ${await system.tokenFor('shipper-an')}`;

/** Signed in once: thousands of requests are enough work without as many signatures. */
const resolve = (token: string): Promise<Response> =>
  system.fetch(
    new Request(`${ORIGIN}/v1/parcels/resolve`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ token, purpose: 'delivery' }),
    }),
  );

/** What came of each attack that did not go as it must. */
const attack = async (attacks: readonly Attack[]) => {
  const before = (await recordedEvents(system.table)).length;
  const wrong: string[] = [];
  const bodies: string[] = [];
  const receipts = new Map<string, string>();
  const queue = attacks.entries();
  const attacker = async (): Promise<void> => {
    for (const [number, { token, due }] of queue) {
      const answer = await resolve(token);
      const body = await answer.text();
      const { code } = JSON.parse(body) as { code?: string };
      if (code !== due) wrong.push(`${number}: ${answer.status} ${code} instead of ${due}`);
      receipts.set(receiptOf(answer)?.eventId ?? `${number} without receipt`, due);
      bodies.push(body);
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, attacker));
  const events = (await recordedEvents(system.table)).slice(before);
  const reasons = new Map(events.map((event) => [event.metadata.uid, event.status_code]));
  return { wrong, receipts, reasons, text: bodies.join() + JSON.stringify(events) };
};

const outAt = async (kind: string): Promise<Issued> => {
  const issued = await issue(system, { kind });
  await handTo(system, issued, shiftId);
  return issued;
};

describe.each(['sealed', 'opaque'])('a %s token', (kind) => {
  it('is refused with any bit flipped, or any character changed, by the code of its place, and on record', async () => {
    const issued = await outAt(kind);
    const attacks = [...flippedBits(issued.token), ...changedCharacters(issued.token)];
    expect(new Set(attacks.map(({ due }) => due))).toEqual(
      new Set(['PARCEL.TOKEN_MALFORMED', 'PARCEL.UNKNOWN', 'PARCEL.TOKEN_FORGED']),
    );
    const { wrong, receipts, reasons, text } = await attack(attacks);
    expect(wrong).toEqual([]);
    expect(receipts.size).toBe(attacks.length);
    expect(reasons).toEqual(receipts);
    for (const secret of [issued.token, issued.parcelId, issued.labelId, issued.waybillNumber])
      expect(text).not.toContain(secret);
    // Among the hexadecimal digits of so many ids, some six are bound to be these one day.
    expect(text).not.toMatch(/Hạnh|Đội Cấn|912345678|\b420000\b|Gọi trước/);
    expect((await resolve(issued.token)).status).toBe(200);
    expect(system.faults).toEqual([]);
  });

  it('is refused cut short, drawn out, doubled, wrapped or in another case', async () => {
    const { token } = await outAt(kind);
    const body = token.slice(PREFIX.length);
    const attacks: readonly Attack[] = [
      ...[
        '',
        PREFIX,
        body,
        `TK2:${body}`,
        `tk1:${body}`,
        token.toLowerCase(),
        ` ${token}`,
        token + token,
      ].map((text) => ({ token: text, due: 'PARCEL.TOKEN_MALFORMED' })),
      { token: `${token}\n`, due: 'PARCEL.TOKEN_MALFORMED' },
      { token: `${PREFIX}${'0'.repeat(4_000)}`, due: 'PARCEL.TOKEN_MALFORMED' },
      { token: PREFIX + toBase45(bytesOf(token).subarray(0, 24)), due: 'PARCEL.TOKEN_MALFORMED' },
      { token: PREFIX + toBase45(Uint8Array.of(...bytesOf(token), 0)), due: 'PARCEL.TOKEN_FORGED' },
      {
        token: PREFIX + toBase45(bytesOf(token).map((byte, index) => (index < 9 ? byte : 0))),
        due: 'PARCEL.TOKEN_FORGED',
      },
    ];
    const { wrong, receipts, reasons } = await attack(attacks);
    expect(wrong).toEqual([]);
    expect(reasons).toEqual(receipts);
  });
});

describe('two tokens', () => {
  it('do not mend each other: the head of one with the body of the other is forged', async () => {
    const [a, b] = [bytesOf((await outAt('sealed')).token), bytesOf((await outAt('sealed')).token)];
    const cuts = [9, 10, 11, 40, 60, a.length - 1];
    const attacks = cuts.map((cut) => ({
      token: PREFIX + toBase45(Uint8Array.of(...a.subarray(0, cut), ...b.subarray(cut))),
      due: 'PARCEL.TOKEN_FORGED',
    }));
    const { wrong, receipts, reasons } = await attack(attacks);
    expect(wrong).toEqual([]);
    expect(reasons).toEqual(receipts);
  });
});
