import { expect, it } from 'vitest';
import type { Deployment } from '../../support/deployment.ts';
import { drawLabels, scansOf } from '../../support/drawn-labels.ts';
import { issue, labelOf } from '../../support/parcels.ts';

/** Labels as they are printed. */
export const labels = (system: Deployment): void => {
  it('draws labels by a function that recognises a label and can open none', async () => {
    const [one, dead] = [await issue(system), await issue(system)];
    await system.as('order-system').post(`/v1/parcels/${dead.parcelId}/revoke`, { reason: 'label-wrong' });
    await system.restart('label-api');
    system.kms.plan([]);
    const answer = await drawLabels(system, 'pdf', [labelOf(one), labelOf(dead)], { by: 'desk-hai' });
    expect(answer.results.map(({ status, problem }) => problem?.code ?? status)).toEqual([
      200,
      'PARCEL.REVOKED',
    ]);
    expect(await scansOf('pdf', answer)).toEqual([
      { zxing: one.token, jsqr: one.token, code128: one.waybillNumber },
    ]);
    const purposes = system.kms.calls.map(({ operation, context }) => `${operation} ${context.purpose}`);
    expect(purposes.toSorted()).toEqual(['Decrypt digest', 'Decrypt pseudonym']);
    for (const format of ['svg', 'png', 'zpl'] as const)
      expect(await scansOf(format, await drawLabels(system, format, [labelOf(one)]))).toHaveLength(1);
  });
};
