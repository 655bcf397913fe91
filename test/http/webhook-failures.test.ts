import { describe, expect, it } from 'vitest';
import { issue } from '../support/parcels.ts';
import { testSystem } from '../support/system.ts';
import { webhooks } from '../support/webhooks.ts';

const system = await testSystem();
const { receiver, list, act, create } = await webhooks(system);

const HOUR = 3_600_000;

describe('a receiver that fails', () => {
  it.each([302, 404, 429, 500])(
    'with %i is asked again, under the same id, until it answers well',
    async (status) => {
      await create();
      await issue(system);
      receiver.answers(status);
      expect(await system.sendWebhooks()).toMatchObject({ delivered: 0, failed: 1 });
      expect((await list())[0]?.failingSince).toBeDefined();
      expect(await system.sendWebhooks()).toMatchObject({ delivered: 0, failed: 0 });
      receiver.answers(204);
      system.clock.advance(10_000);
      expect(await system.sendWebhooks()).toMatchObject({ delivered: 1, failed: 0 });
      const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
      expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
      expect((await list())[0]?.failingSince).toBeUndefined();
    },
  );

  it('is tried ten times in about three days, then its message is laid aside and can be sent again', async () => {
    const webhook = await create();
    await issue(system);
    receiver.answers(500);
    let buried = 0;
    for (let hours = 0; hours < 90 && buried === 0; hours += 1) {
      ({ buried } = await system.sendWebhooks());
      system.clock.advance(10_000);
      ({ buried } = buried > 0 ? { buried } : await system.sendWebhooks());
      system.clock.advance(HOUR);
    }
    expect([buried, receiver.received.length]).toEqual([1, 10]);
    receiver.answers(204);
    expect(await system.sendWebhooks()).toMatchObject({ delivered: 0 });
    expect(await (await act(webhook, 'redeliver')).json()).toEqual({ redelivered: 1, remaining: false });
    expect(await system.sendWebhooks()).toMatchObject({ delivered: 1 });
  });

  it('for five days is told nothing any more', async () => {
    const webhook = await create();
    receiver.answers(500);
    for (let day = 0; day < 7; day += 1) {
      await issue(system);
      await system.sendWebhooks();
      system.clock.advance(24 * HOUR);
    }
    expect((await list())[0]).toMatchObject({ state: 'disabled', disabledBecause: 'unreachable' });
    receiver.answers(204);
    await act(webhook, 'enable');
    expect((await system.sendWebhooks()).delivered).toBeGreaterThan(0);
  });

  it('and is gone, with 410, is told nothing any more at once', async () => {
    await create();
    await issue(system);
    receiver.answers(410);
    expect(await system.sendWebhooks()).toMatchObject({ disabled: 1 });
    expect((await list())[0]).toMatchObject({ state: 'disabled', disabledBecause: 'gone' });
  });

  it('stops no other, of the same tenant or of another', async () => {
    await create('order-system', 'http://127.0.0.1:1/nobody-is-here');
    await create();
    await issue(system);
    expect(await system.sendWebhooks()).toMatchObject({ delivered: 1, failed: 1 });
  });

  it('holds up the later messages of a run, so that they come in order', async () => {
    await create();
    const parcel = await issue(system);
    await system.as('order-system').post(`/v1/parcels/${parcel.parcelId}/revoke`, { reason: 'cancelled' });
    receiver.answers(503);
    expect(await system.sendWebhooks()).toMatchObject({ failed: 1 });
    receiver.answers(204);
    system.clock.advance(10_000);
    expect(await system.sendWebhooks()).toMatchObject({ delivered: 2 });
    expect(receiver.received.length).toBe(3);
  });

  it('with one message holds up that parcel alone, whose later ones wait for it', async () => {
    await create();
    const parcels = [await issue(system), await issue(system), await issue(system), await issue(system)];
    const [, bad] = parcels;
    const revoked = `/v1/parcels/${bad?.parcelId}/revoke`;
    await system.as('order-system').post(revoked, { reason: 'cancelled' });
    receiver.answers((response) => {
      const isBad = receiver.events().at(-1)?.subject === bad?.parcelId;
      response.writeHead(isBad ? 400 : 204).end();
    });
    expect(await system.sendWebhooks()).toMatchObject({ delivered: 3, failed: 1 });
    receiver.answers(204);
    receiver.received.length = 0;
    system.clock.advance(10_000);
    expect(await system.sendWebhooks()).toMatchObject({ delivered: 2, failed: 0 });
    expect(receiver.events().map(({ subject, data }) => [subject, data['state']])).toEqual([
      [bad?.parcelId, 'issued'],
      [bad?.parcelId, 'revoked'],
    ]);
  });

  it.each([429, 503])('with %i, as one that is overloaded, is left alone for the run', async (status) => {
    await create();
    for (let i = 0; i < 24; i += 1) await issue(system);
    receiver.answers((response) => {
      response.writeHead(receiver.received.length > 12 ? status : 204).end();
    });
    const { delivered, failed } = await system.sendWebhooks();
    expect(delivered).toBe(12);
    // Those that were under way at the same time.
    expect(failed).toBeLessThanOrEqual(8);
  });

  it('from the first message on is asked for that one alone, however much waits', async () => {
    await create();
    for (let i = 0; i < 12; i += 1) await issue(system);
    receiver.answers(500);
    expect(await system.sendWebhooks()).toMatchObject({ delivered: 0, failed: 1 });
    expect(receiver.received.length).toBe(1);
  });

  it('by an answer without end has answered once its status is there', async () => {
    await create();
    await issue(system);
    receiver.answers((response) => {
      response.writeHead(200);
      const pour = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    });
    expect(await system.sendWebhooks()).toMatchObject({ delivered: 1, failed: 0 });
  });
});
