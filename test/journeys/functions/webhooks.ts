import { expect, it } from 'vitest';
import type { Deployment } from '../../support/deployment.ts';
import { linesOf, RFC_3339 } from '../../support/function-process.ts';
import { SCHEDULED } from './scheduled.ts';

/** Asks for a webhook, for the same one every time; nobody answers at its address. */
export const subscribe = (system: Deployment): Promise<Response> =>
  system
    .as('order-system')
    .post(
      '/v1/webhooks',
      { url: 'https://receiver.invalid/', events: ['parcel.state-changed'] },
      { 'idempotency-key': 'functions-webhook-1' },
    );

/** What came of the webhook that was subscribed before all else. */
export const webhooks = (system: Deployment, subscribed: Response): void => {
  it('are kept by one function and sent by another, which says what came of it', async () => {
    expect(subscribed.status).toBe(201);
    const told = (await subscribed.json()) as { readonly webhookId: string };
    expect(await (await subscribe(system)).json()).toEqual(told);
    const { webhookId } = told;
    const act = (verb: string) => system.as('staff-admin-lan').post(`/v1/webhooks/${webhookId}/${verb}`);
    expect((await act('test')).status).toBe(202);
    await system.functions['webhook-sender'].invoke(SCHEDULED);
    const said = { level: 'warn', finding: 'webhooks-sent', delivered: 0, buried: 0, disabled: 0 };
    expect(linesOf(system.functions['webhook-sender'])).toEqual([
      { timestamp: expect.stringMatching(RFC_3339), ...said, failed: expect.any(Number) },
    ]);
    const listed = await system.as('order-system').get('/v1/webhooks');
    expect(await listed.json()).toMatchObject({
      webhooks: [{ webhookId, failingSince: expect.any(String) }],
    });
    for (const verb of ['rotate-secret', 'redeliver', 'disable', 'remove'])
      expect((await act(verb)).status, verb).toBeLessThan(300);
  });
};
