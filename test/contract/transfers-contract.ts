import { systemRandom, utf8 } from '@temkin/kernel';
import type { SignedRequest, TransferDoor } from '@temkin/subscriber/domain';
import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';

/** A door, and what answers at it, both by one clock. */
export interface DoorAtWork {
  readonly door: TransferDoor;
  readonly send: (request: Request) => Promise<Response>;
  /** Stands still unless the test moves it. */
  readonly time: { now: number };
}

const MINUTES = 15;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const freshName = (): string => `uploads/ems/${randomUUID()}`;

/** A client that makes a request as it was told to, but for what a test says of it. */
export const asked = (
  { method, url, headers }: SignedRequest,
  but: { readonly method?: string; readonly url?: string; readonly body?: Uint8Array } = {},
): Request =>
  new Request(but.url ?? url, {
    method: but.method ?? method,
    headers: {
      ...headers,
      // What every client says by itself.
      ...(but.body !== undefined && { 'content-length': String(but.body.length) }),
    },
    ...(but.body !== undefined && { body: Uint8Array.from(but.body) }),
  });

/** What every door for blobs must keep. */
export const transfersContract = (name: string, { door, send, time }: DoorAtWork): void => {
  const announced = (blob: string, bytes: Uint8Array): Promise<SignedRequest> =>
    door.upload({ name: blob, bytes: bytes.length, sha256: sha256(bytes) }, MINUTES);
  const fetched = async (blob: string): Promise<Response> => send(asked(await door.download(blob, MINUTES)));

  describe(`the door of transfers over ${name}`, () => {
    it('takes the bytes that were announced, and gives them back as a file', async () => {
      const [blob, bytes] = [freshName(), systemRandom(60_000)];
      expect((await send(asked(await announced(blob, bytes), { body: bytes }))).status).toBe(200);
      const answer = await fetched(blob);
      expect(answer.status).toBe(200);
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
      expect(answer.headers.get('content-disposition')).toBe('attachment');
      expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    });

    it.each([
      ['others of the same length', utf8('12346')],
      ['fewer', utf8('1234')],
      ['more', utf8('123456')],
      ['none', new Uint8Array()],
    ])('refuses %s than those that were announced, and keeps none', async (_, others) => {
      const blob = freshName();
      const { status } = await send(asked(await announced(blob, utf8('12345')), { body: others }));
      expect([400, 403, 411]).toContain(status);
      expect((await fetched(blob)).status).toBe(404);
    });

    it('takes one upload under a name, whoever repeats it or brings another', async () => {
      const blob = freshName();
      const [first, second] = [await announced(blob, utf8('1')), await announced(blob, utf8('2'))];
      expect((await send(asked(first, { body: utf8('1') }))).status).toBe(200);
      expect((await send(asked(first, { body: utf8('1') }))).status).toBe(412);
      expect((await send(asked(second, { body: utf8('2') }))).status).toBe(412);
      expect(await (await fetched(blob)).text()).toBe('1');
    });

    it('knows nothing of a blob that nobody brought', async () => {
      expect((await fetched(freshName())).status).toBe(404);
    });

    it('says when an address ends, takes it until then and refuses it from then on', async () => {
      const [kept, late] = [freshName(), freshName()];
      const before = time.now;
      const requests = [await announced(kept, utf8('1')), await announced(late, utf8('1'))] as const;
      for (const { endsAt } of requests) {
        expect(endsAt).toBeLessThanOrEqual(before + MINUTES * 60_000);
        expect(endsAt).toBeGreaterThan(before + MINUTES * 60_000 - 1_000);
      }
      time.now = requests[0].endsAt - 1;
      expect((await send(asked(requests[0], { body: utf8('1') }))).status).toBe(200);
      const download = await door.download(kept, MINUTES);
      time.now += 1;
      expect((await send(asked(requests[1], { body: utf8('1') }))).status).toBe(403);
      time.now = download.endsAt;
      expect((await send(asked(download))).status).toBe(403);
    });

    it('refuses whoever changes anything of an address', async () => {
      const [blob, other] = [freshName(), freshName()];
      const upload = await announced(blob, utf8('1'));
      await send(asked(upload, { body: utf8('1') }));
      const download = await door.download(blob, MINUTES);
      const fresh = await announced(other, utf8('1'));
      for (const request of [download, fresh]) {
        const body = request.method === 'PUT' ? { body: utf8('1') } : {};
        const url = new URL(request.url);
        const changed = [...url.searchParams.keys()].map((key) => {
          const another = new URL(url);
          const value = another.searchParams.get(key) ?? '';
          another.searchParams.set(
            key,
            value.replace(/.$/, (last) => (last === '1' ? '2' : '1')),
          );
          return another.href;
        });
        const elsewhere = request.url.replace(url.pathname, `${url.pathname}0`);
        const unsigned = url.origin + url.pathname;
        for (const address of [...changed, elsewhere, unsigned])
          expect((await send(asked(request, { ...body, url: address }))).status, address).toBe(403);
      }
      expect((await send(asked(download, { method: 'PUT', body: utf8('1') }))).status).toBe(403);
      expect((await send(asked(download, { method: 'DELETE' }))).status).toBe(403);
      expect((await fetched(other)).status).toBe(404);
    });

    it.each(['', '../other', 'a//b', 'á', 'a?b'])(
      'signs nothing for %j, which names no blob',
      async (none) => {
        await expect(announced(none, utf8('1'))).rejects.toThrow(RangeError);
        await expect(door.download(none, MINUTES)).rejects.toThrow(RangeError);
      },
    );

    it('signs no upload of no bytes, of a part of a byte, or without a hash', async () => {
      const good = { name: freshName(), bytes: 1, sha256: sha256(utf8('1')) };
      for (const bad of [
        { bytes: 0 },
        { bytes: 1.5 },
        { bytes: -1 },
        { sha256: '' },
        { sha256: 'A'.repeat(64) },
      ])
        await expect(door.upload({ ...good, ...bad }, MINUTES)).rejects.toThrow(RangeError);
    });
  });
};
