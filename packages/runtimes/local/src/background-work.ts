import { callSweeper, reportJoiner, type CheckFindings } from '@temkin/caller-id';
import type { CallNetwork } from '@temkin/caller-id/domain';
import {
  callerCheckPorts,
  consoleFindings,
  groundwork,
  ownKeyRing,
  webhookReceivers,
} from '@temkin/composition';
import { announcing, shredDue, waybillNumberOf } from '@temkin/parcel';
import { registrySweeper } from '@temkin/subscriber';
import { parcelAnnouncer, webhookSender } from '@temkin/webhook';
import type { SystemRootKeys, SystemSurroundings } from './compose.ts';

/** Builds what goes on without anybody asking: what time does to labels, parcels and calls, messages to webhooks, sweeps of the registry. */
export const backgroundWork = ({
  rootKeys,
  registryBlobs,
  allowLoopbackReceivers = false,
  callNetwork,
  findings = consoleFindings,
  ...surroundings
}: Pick<
  SystemSurroundings,
  'table' | 'registryBlobs' | 'clock' | 'waitClock' | 'random' | 'ring' | 'allowLoopbackReceivers'
> & {
  readonly rootKeys: Pick<SystemRootKeys, 'main' | 'registry'>;
  /** Where calls are connected. */
  readonly callNetwork: CallNetwork;
  /** What a report turned out to be; a line of the log where absent. */
  readonly findings?: CheckFindings;
}) => {
  const ground = groundwork({ ...surroundings, rootKey: rootKeys.main });
  const announced = { ...ground, recorder: announcing({ ...ground, announcer: parcelAnnouncer(ground) }) };
  const receivers = webhookReceivers({ allowLoopback: allowLoopbackReceivers });
  const { shippers } = callerCheckPorts(ground);
  return {
    sweepCalls: callSweeper({ ...ground, network: callNetwork, shippers }),
    joinReports: reportJoiner({ ...ground, shippers, findings }),
    shredDue: shredDue(announced),
    sendWebhooks: webhookSender({
      ...ground,
      receivers,
      waybillNumberOf: waybillNumberOf(surroundings.table),
    }),
    sweepRegistry: registrySweeper({
      ...ground,
      keyRing: ownKeyRing({ ...surroundings, rootKey: rootKeys.registry }),
      registryBlobs,
    }).workSweeps,
  };
};

/** What goes on without anybody asking. */
export type BackgroundWork = ReturnType<typeof backgroundWork>;
