import { directory } from '@temkin/access';
import { callSweeper } from '@temkin/caller-id';
import type { CallNetwork } from '@temkin/caller-id/domain';
import { groundwork, webhookReceivers } from '@temkin/composition';
import { announcing, shredDue, waybillNumberOf } from '@temkin/parcel';
import { parcelAnnouncer, webhookSender } from '@temkin/webhook';
import type { SystemSurroundings } from './compose.ts';

/** Builds what goes on without anybody asking: what time does to labels, parcels and calls, and messages to webhooks. */
export const backgroundWork = ({
  rootKeys,
  allowLoopbackReceivers = false,
  callNetwork,
  ...surroundings
}: Pick<
  SystemSurroundings,
  'table' | 'rootKeys' | 'clock' | 'waitClock' | 'random' | 'ring' | 'allowLoopbackReceivers'
> & {
  /** Where calls are connected. */
  readonly callNetwork: CallNetwork;
}) => {
  const ground = groundwork({ ...surroundings, rootKey: rootKeys.main });
  const announced = { ...ground, recorder: announcing({ ...ground, announcer: parcelAnnouncer(ground) }) };
  const receivers = webhookReceivers({ allowLoopback: allowLoopbackReceivers });
  const staff = directory(ground);
  return {
    sweepCalls: callSweeper({
      ...ground,
      network: callNetwork,
      shippers: { mayCall: async (tenant, id) => (await staff.staff(tenant, id))?.active === true },
    }),
    shredDue: shredDue(announced),
    sendWebhooks: webhookSender({
      ...ground,
      receivers,
      waybillNumberOf: waybillNumberOf(surroundings.table),
    }),
  };
};

/** What goes on without anybody asking. */
export type BackgroundWork = ReturnType<typeof backgroundWork>;
