import { keyOf } from '@temkin/storage';
import { expect, it } from 'vitest';
import type { Deployment } from '../../support/deployment.ts';
import { linesOf } from '../../support/function-process.ts';
import { SCHEDULED } from './scheduled.ts';

const HOUR = 3_600_000;

/** What becomes of access where nobody moves events into the log. */
export const denial = (system: Deployment): void => {
  const { table } = system.store;
  const key = keyOf('log-heads', 'drained', { tenant: 'demo' });
  const ask = () => system.as('auditor-khanh').get('/v1/audit/events/0198c5c2-0000-7000-8000-00000000000b');

  it('deny access once something may have waited for an hour, and no longer when it was moved', async () => {
    await table.write({ kind: 'put', key, item: { throughMilliseconds: Date.now() - HOUR } });
    // A process believes for a minute that a log keeps up.
    await system.restart('audit-api');
    const denied = await ask();
    expect(denied.status).toBe(503);
    expect(await denied.json()).toMatchObject({ code: 'AUDIT.UNAVAILABLE' });

    await system.restart('audit-sequencer');
    await system.functions['audit-sequencer'].invoke(SCHEDULED);
    expect(linesOf(system.functions['audit-sequencer']).at(-1)).toMatchObject({ finding: 'logs-sequenced' });
    expect((await ask()).status).toBe(404);
  });
};
