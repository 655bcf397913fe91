import { logTenants } from '@temkin/audit';
import { callSweeper, reportJoiner, type CheckFindings } from '@temkin/caller-id';
import type { CallNetwork } from '@temkin/caller-id/domain';
import {
  callerCheckPorts,
  consoleFindings,
  groundwork,
  ownKeyRing,
  sha256,
  sharedKeyRing,
  webhookReceivers,
} from '@temkin/composition';
import type { NoticeGateway } from '@temkin/notice';
import { announcing, shredDue, waybillNumberOf } from '@temkin/parcel';
import {
  registryDeadlines,
  registryDue,
  registryExporter,
  registryFaces,
  registryImporter,
  registryIndexer,
  registrySweeper,
} from '@temkin/subscriber';
import type { IdentityVerification, Provisioning, ReconciledSystems } from '@temkin/subscriber/domain';
import { parcelAnnouncer, webhookSender } from '@temkin/webhook';
import type { SystemRootKeys, SystemSurroundings } from './compose.ts';

const nobody = (): never => {
  throw new Error('there is no such system');
};

const NO_SYSTEMS: ReconciledSystems = { tenants: () => [], of: () => [], states: nobody, page: nobody };

/** Builds what goes on without anybody asking: what time does to labels, parcels, calls and numbers, messages to webhooks, imports, exports, indexes and sweeps of the registry. */
export const backgroundWork = ({
  rootKeys,
  registryBlobs,
  allowLoopbackReceivers = false,
  callNetwork,
  notify,
  network,
  systems = NO_SYSTEMS,
  identities,
  findings = consoleFindings,
  ...surroundings
}: Pick<
  SystemSurroundings,
  'table' | 'clock' | 'waitClock' | 'random' | 'ring' | 'allowLoopbackReceivers' | 'registryBlobs'
> & {
  readonly rootKeys: Pick<SystemRootKeys, 'main' | 'registry' | 'registryIndex'>;
  /** Where calls are connected. */
  readonly callNetwork: CallNetwork;
  /** Sends messages to telephones. */
  readonly notify: NoticeGateway;
  /** Is told what becomes of numbers. */
  readonly network: Provisioning;
  /** Tells who holders of numbers are. */
  readonly identities: IdentityVerification;
  /** What else knows numbers; nothing where absent. */
  readonly systems?: ReconciledSystems;
  /** What a report turned out to be; a line of the log where absent. */
  readonly findings?: CheckFindings;
}) => {
  const ground = groundwork({ ...surroundings, rootKey: rootKeys.main });
  const announced = { ...ground, recorder: announcing({ ...ground, announcer: parcelAnnouncer(ground) }) };
  const receivers = webhookReceivers({ allowLoopback: allowLoopbackReceivers });
  const { shippers } = callerCheckPorts(ground);
  const registryKeys = sharedKeyRing({ ...surroundings, rootKey: rootKeys.registry });
  return {
    sweepCalls: callSweeper({ ...ground, network: callNetwork, shippers }),
    joinReports: reportJoiner({ ...ground, shippers, findings }),
    shredDue: shredDue(announced),
    workImports: registryImporter({
      ...ground,
      keyRing: sharedKeyRing({ ...surroundings, rootKey: rootKeys.registry }),
      indexKeyRing: sharedKeyRing({ ...surroundings, rootKey: rootKeys.registryIndex }),
      blobs: registryBlobs,
    }),
    workIndexes: registryIndexer({
      ...ground,
      keyRing: sharedKeyRing({ ...surroundings, rootKey: rootKeys.registry }),
      indexKeyRing: sharedKeyRing({ ...surroundings, rootKey: rootKeys.registryIndex }),
    }),
    workExports: registryExporter({
      ...ground,
      keyRing: sharedKeyRing({ ...surroundings, rootKey: rootKeys.registry }),
      blobs: registryBlobs,
      sha256,
    }),
    registryDue: registryDue({
      ...ground,
      keyRing: registryKeys,
      indexKeyRing: sharedKeyRing({ ...surroundings, rootKey: rootKeys.registryIndex }),
      notices: notify,
      network,
      systems,
      verification: {
        identity: identities,
        faces: registryFaces({ ...ground, keyRing: registryKeys, blobs: registryBlobs }),
      },
      blobs: registryBlobs,
    }),
    ...registryDeadlines({ ...ground, companies: logTenants(surroundings.table), findings: consoleFindings }),
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
