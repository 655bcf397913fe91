import { expect, it } from 'vitest';
import type { Deployment } from '../../support/deployment.ts';
import { handTo, issue, openShift } from '../../support/parcels.ts';

/** What a process that has just started asks of the key service. Restarts `parcel-api`; `shipper-dat` has no shift before. */
export const coldKeys = (system: Deployment): void => {
  it('are asked for once by a cold process, however many labels it opens at once', async () => {
    const { shiftId } = await openShift(system, 'shipper-dat');
    const issued = await issue(system);
    await handTo(system, issued, shiftId);
    await system.restart('parcel-api');
    system.kms.plan([]);
    const reads = Array.from({ length: 60 }, () =>
      system.as('shipper-dat').post('/v1/parcels/resolve', { token: issued.token, purpose: 'delivery' }),
    );
    const answers = await Promise.all(reads);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const purposes = system.kms.calls.map(({ operation, context }) => `${operation} ${context.purpose}`);
    expect(purposes.toSorted()).toEqual(['Decrypt digest', 'Decrypt label', 'Decrypt pseudonym']);
  });
};
