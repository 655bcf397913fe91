import { groundwork, webhookReceivers } from '@temkin/composition';
import { announcing, shredDue, waybillNumberOf } from '@temkin/parcel';
import { parcelAnnouncer, webhookSender } from '@temkin/webhook';
import type { SystemSurroundings } from './compose.ts';

/** Builds what goes on without anybody asking: what time does to labels and parcels, and messages to webhooks. */
export const backgroundWork = ({
  rootKeys,
  allowLoopbackReceivers = false,
  ...surroundings
}: Pick<
  SystemSurroundings,
  'table' | 'rootKeys' | 'clock' | 'waitClock' | 'random' | 'ring' | 'allowLoopbackReceivers'
>) => {
  const ground = groundwork({ ...surroundings, rootKey: rootKeys.main });
  const announced = { ...ground, recorder: announcing({ ...ground, announcer: parcelAnnouncer(ground) }) };
  const receivers = webhookReceivers({ allowLoopback: allowLoopbackReceivers });
  return {
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
