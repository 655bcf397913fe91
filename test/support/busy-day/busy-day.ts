import { deviceKeys } from '../device-keys.ts';
import type { ServerProcess } from '../server-process.ts';
import { askSigned, revoke } from './access.ts';
import { askForApproval, release } from './approvals.ts';
import { asking } from './asking.ts';
import { audit } from './audit.ts';
import { askAboutCalls } from './calls.ts';
import { amendParcel, reissueParcel } from './changes.ts';
import { moveParcels } from './custody.ts';
import { deliverParcels, loadShift } from './delivery.ts';
import { issueParcels } from './issue.ts';
import { readParcels } from './readings.ts';
import { askAsRecipient } from './recipient.ts';
import { askAsStranger, askAstray } from './strangers.ts';
import { askForWebhooks } from './webhooks.ts';

/** A day's work and its accidents. Answers the tokens of the day's labels, and how many requests went well and were refused. */
export const busyDay = async (
  server: ServerProcess,
): Promise<{ readonly tokens: readonly string[]; readonly statuses: readonly number[] }> => {
  const day = await asking(server);
  const parcels = await issueParcels(day);
  const shiftId = await moveParcels(day, parcels);
  await askForWebhooks(day);
  await readParcels(day, parcels);
  await askAsRecipient(day);
  await askAboutCalls(day);
  await amendParcel(day, parcels);
  const second = await reissueParcel(day, parcels);
  await askAstray(day, parcels);
  const device = deviceKeys();
  await loadShift(day, parcels, shiftId, device);
  await deliverParcels(day, parcels);
  await audit(day, parcels);
  await revoke(day, parcels);
  await askSigned(day, device);
  await askForApproval(day, parcels);
  await release(day);
  await askAsStranger(day);
  return { tokens: [...parcels.all, second].map(({ token }) => token), statuses: day.statuses };
};
