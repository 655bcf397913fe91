import { expect, it } from 'vitest';
import type { Deployment } from '../../support/deployment.ts';
import { linesOf } from '../../support/function-process.ts';
import { imageOf, streamed } from '../../support/parcel-stream.ts';
import { issue, newParcel, type Issued } from '../../support/parcels.ts';
import { proofHolds } from '../../support/proof-holds.ts';
import { receiptOf } from '../../support/recorded-events.ts';
import { openSent, type SentCode } from './recipient.ts';
import { SCHEDULED } from './scheduled.ts';

/** Who reads events once they stand in the logs alone. Sequencer and indexer must have moved what was before. */
export const logReaders = (system: Deployment, codes: readonly SentCode[]): void => {
  const auditor = system.as('auditor-khanh');
  const sequence = () => system.functions['audit-sequencer'].invoke(SCHEDULED);

  it('prove to an auditor what a receipt says, by the key that they name', async () => {
    const { eventId, leaf = '' } =
      receiptOf(await system.as('order-system').post('/v1/parcels', newParcel())) ?? {};
    expect((await auditor.get(`/v1/audit/events/${eventId}/proof`)).status).toBe(409);
    await sequence();
    const event = await (await auditor.get(`/v1/audit/events/${eventId}`)).json();
    const { logYear } = event as { readonly logYear: string };
    expect(event).toMatchObject({ action: 'parcel.issue', leafHash: leaf });
    const vkey = await (await auditor.get(`/v1/audit/log/demo/${logYear}/vkey`)).text();
    const proof = await (await auditor.get(`/v1/audit/events/${eventId}/proof`)).text();
    expect(await proofHolds(proof, vkey, leaf)).toBe(true);
  });

  it('answer an auditor’s question from log and index', async () => {
    const { waybillNumber } = await issue(system);
    await sequence();
    await system.functions['audit-indexer'].invoke(SCHEDULED);
    const answer = await auditor.post('/v1/audit/queries', { waybillNumber, action: 'parcel.issue' });
    expect(await answer.json()).toMatchObject({
      events: [{ action: 'parcel.issue', index: expect.any(Number) }],
      pending: 0,
    });
  });

  it('account for a change', async () => {
    const { parcelId }: Issued = await issue(system);
    const record = streamed(undefined, await imageOf(system.store, parcelId));
    await sequence();
    await system.functions['audit-reconciler'].invoke({ Records: [record] });
    expect(linesOf(system.functions['audit-reconciler'])).toEqual([]);
  });

  it('show a parcel’s people who has read', async () => {
    const [sent] = codes;
    if (sent === undefined) throw new Error('no code was sent');
    const { reads } = await openSent(system, sent);
    expect(reads).toContainEqual(expect.objectContaining({ role: 'shipper', purpose: 'delivery' }));
  });
};
