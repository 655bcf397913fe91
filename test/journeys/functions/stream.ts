import { expect, it } from 'vitest';
import type { Deployment } from '../../support/deployment.ts';
import { linesOf } from '../../support/function-process.ts';
import { imageOf, streamed } from '../../support/parcel-stream.ts';
import { issue } from '../../support/parcels.ts';

/** The stream of changes, as the table sends it. */
export const stream = (system: Deployment): void => {
  it('is compared with the log by a function of its own', async () => {
    const { parcelId } = await issue(system);
    const record = streamed(undefined, await imageOf(system.store, parcelId));
    await system.functions['audit-reconciler'].invoke({ Records: [record] });
    expect(linesOf(system.functions['audit-reconciler'])).toEqual([]);
  });
};
