import { describe, expect, it } from 'vitest';
import { memoryAdapter } from '../../packages/runtimes/local/src/issuer/memory-adapter.ts';

const setUp = (maxEntries?: number) => {
  const clock = { milliseconds: 0, now: () => clock.milliseconds };
  const adapterOf = memoryAdapter({ clock, ...(maxEntries !== undefined && { maxEntries }) });
  return { clock, adapterOf };
};

describe('the issuer’s memory', () => {
  it('forgets an entry at the end of its life', async () => {
    const { clock, adapterOf } = setUp();
    const codes = adapterOf('AuthorizationCode');
    await codes.upsert('a', { accountId: 'x' }, 60);
    clock.milliseconds = 59_999;
    expect(await codes.find('a')).toEqual({ accountId: 'x' });
    clock.milliseconds = 60_000;
    expect(await codes.find('a')).toBeUndefined();
  });

  it('keeps the models apart', async () => {
    const { adapterOf } = setUp();
    await adapterOf('Session').upsert('a', { uid: 'u' }, 60);
    expect(await adapterOf('Grant').find('a')).toBeUndefined();
    expect(await adapterOf('Interaction').findByUid('u')).toBeUndefined();
    expect(await adapterOf('Session').findByUid('u')).toEqual({ uid: 'u' });
  });

  it('never holds more than its bound: the oldest goes first', async () => {
    const { adapterOf } = setUp(2);
    const sessions = adapterOf('Session');
    for (const id of ['a', 'b', 'a', 'c']) await sessions.upsert(id, { uid: id }, 60);
    expect(await sessions.find('b')).toBeUndefined();
    expect([await sessions.find('a'), await sessions.find('c')]).toEqual([{ uid: 'a' }, { uid: 'c' }]);
  });

  it('marks a code as used, with the time', async () => {
    const { clock, adapterOf } = setUp();
    const codes = adapterOf('AuthorizationCode');
    await codes.upsert('a', {}, 60);
    clock.milliseconds = 5_500;
    await codes.consume('a');
    expect(await codes.find('a')).toEqual({ consumed: 5 });
  });

  it('drops what a revoked grant gave, and what is destroyed', async () => {
    const { adapterOf } = setUp();
    const codes = adapterOf('AuthorizationCode');
    for (const [id, grantId] of Object.entries({ a: 'g', b: 'g', c: 'h' }))
      await codes.upsert(id, { grantId }, 60);
    await codes.revokeByGrantId('g');
    await codes.destroy('c');
    for (const id of ['a', 'b', 'c']) expect(await codes.find(id)).toBeUndefined();
  });
});
