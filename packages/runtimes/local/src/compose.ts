import {
  accessRoutes,
  approvalStore,
  changeStatus,
  decideApproval,
  deviceStore,
  directory,
  enrolDevice,
  facilityStore,
  listApprovals,
  listDevices,
  listFacilities,
  listStaff,
  principalStore,
  revokeDevice,
  twoPersonRule,
} from '@temkin/access';
import { auditCapability, logEvents, logFiles, logKeys, unmaskingCapability } from '@temkin/audit';
import {
  CALL_ACTORS,
  callerIdCapability,
  callReports,
  checkCapability,
  networkLines,
  noLines,
  registerCapability,
  shipperLines,
  signingCapability,
  type StaffNumbers,
} from '@temkin/caller-id';
import type { CallNetwork, CitizenChannel, SimVerification } from '@temkin/caller-id/domain';
import { httpCitizenChannel } from '@temkin/citizen-channel';
import {
  api,
  callerCheckPorts,
  consoleFindings,
  groundwork,
  ownKeyRing,
  recipientPorts,
  rememberedRoutes,
  sharedKeyRing,
  sha256,
  webhookReceivers,
  type Surroundings,
  type TrustedIssuers,
} from '@temkin/composition';
import type { RootKey, Signer } from '@temkin/crypto';
import type { Application, FaultLog } from '@temkin/http';
import { labelDrawer } from '@temkin/labels';
import type { Wait } from '@temkin/kernel';
import {
  announcing,
  callContacts,
  caseParcels,
  custodyCapability,
  dataSubjectCapability,
  escrowCapability,
  labelCapability,
  parcelCapability,
  parcelShifts,
  privacyCapability,
  recipientCapability,
} from '@temkin/parcel';
import type { NoticeGateway } from '@temkin/notice';
import type { Router } from '@temkin/parcel/domain';
import { tableRouter } from '@temkin/route';
import type { Blobs } from '@temkin/storage';
import {
  registryComparisons,
  REGISTRY_ACTORS,
  registryExports,
  registryImages,
  registryImports,
  rightsCapability,
  subscriberCapability,
  sweepCapability,
  verificationCapability,
} from '@temkin/subscriber';
import type { IdentityVerification, TransferDoor } from '@temkin/subscriber/domain';
import { parcelAnnouncer, webhookCapability } from '@temkin/webhook';
import { apiProblems } from './api-document.ts';
import type { CallSigning } from './call-signing.ts';

/**
 * The roots, each independent of the others: who may use `main` can read labels, who may use `escrow` can read escrow copies, who may
 * use `registry` can open people of the subscriber registry, and who may use `registryIndex` can find them.
 */
export interface SystemRootKeys {
  readonly main: RootKey;
  readonly escrow: RootKey;
  readonly registry: RootKey;
  readonly registryIndex: RootKey;
}

/** The outside world of a whole system. */
export interface SystemSurroundings extends Omit<Surroundings, 'rootKey'> {
  readonly rootKeys: SystemRootKeys;
  /** Signs bundles (Ed25519). */
  readonly bundleSigner: Signer;
  /** Signs calls for networks (ES256), and judges those of others. */
  readonly callSigning: CallSigning;
  /** Where the audit logs lie. */
  readonly logBlobs: Blobs;
  /** Where images of the registry lie, and what is brought to it and fetched from it. */
  readonly registryBlobs: Blobs;
  /** By which those who have no account there bring and fetch such a blob. */
  readonly transfers: TransferDoor;
  /** Signs their checkpoints (Ed25519): here only its public half is asked for. */
  readonly logSigner: Pick<Signer, 'publicKey'>;
  /** Host and path below which logs are served: `api.example/v1/audit/log`. */
  readonly logPrefix: string;
  readonly issuers: TrustedIssuers;
  /** Sends messages to telephones. */
  readonly notify: NoticeGateway;
  /** By which people without a data connection ask about calls; nobody does where absent. */
  readonly citizenChannel?: CitizenChannel;
  /** Where parcels are sorted to that come without a sort code; by each company's table where absent. */
  readonly router?: Router;
  /** Tells whose telephone a number is; where absent, nobody can tell, and no staff number is registered. */
  readonly sims?: SimVerification;
  /** Tells who holders of numbers are; nobody can tell where absent, and questions wait. */
  readonly identities?: IdentityVerification;
  /** Where calls are connected; nowhere where absent. */
  readonly callNetwork?: CallNetwork;
  /** Telephones of staff members; those of the register where absent. */
  readonly staffNumbers?: StaffNumbers;
  readonly wait: Wait;
  readonly faultLog: FaultLog;
  /** Whether webhooks may lead to this machine: only the demo stage says yes. */
  readonly allowLoopbackReceivers?: boolean;
  /** `Host` values that are answered; any where absent. */
  readonly allowedHosts?: readonly string[];
}

/** Builds the whole system in one process: every capability over one table, behind one HTTP application. */
export const compose = ({
  rootKeys,
  allowLoopbackReceivers = false,
  ...surroundings
}: SystemSurroundings): Application => {
  const { table } = surroundings;
  const ground = groundwork({ ...surroundings, rootKey: rootKeys.main });
  const principals = principalStore({ table });
  const facilities = facilityStore({ table });
  const devices = deviceStore({ table });
  const approvals = approvalStore(table);
  const escrowRing = ownKeyRing({ ...surroundings, rootKey: rootKeys.escrow });
  const announced = { ...ground, recorder: announcing({ ...ground, announcer: parcelAnnouncer(ground) }) };
  const known = directory({ table });
  const files = logFiles(surroundings.logBlobs);
  const events = logEvents({ table, files });
  const parcel = parcelCapability({
    ...announced,
    escrowRing,
    directory: known,
    router: surroundings.router ?? tableRouter(rememberedRoutes(ground)),
    findings: consoleFindings,
  });
  const custody = custodyCapability({ ...announced, directory: known });
  const escrow = escrowCapability({
    ...announced,
    escrowRing,
    bundleSigner: surroundings.bundleSigner,
    directory: known,
    findings: consoleFindings,
  });
  const recipient = recipientCapability({
    ...surroundings,
    ...ground,
    ...recipientPorts({ table, events }),
    directory: known,
    findings: consoleFindings,
  });
  const shifts = parcelShifts(ground);
  const checks = checkCapability({
    ...surroundings,
    ...ground,
    ...callerCheckPorts({ table }),
    shifts,
    channel:
      surroundings.citizenChannel ?? httpCitizenChannel({ gatewayOf: () => undefined, clock: ground.clock }),
    findings: consoleFindings,
  });
  const labels = labelCapability({ ...ground, directory: known, drawer: labelDrawer });
  const receivers = webhookReceivers({ allowLoopback: allowLoopbackReceivers });
  const webhooks = webhookCapability({ ...ground, receivers });
  const agreeing = twoPersonRule({ ...ground, approvals, principals });
  const privacy = privacyCapability({ ...announced, approvals: agreeing });
  const signing = signingCapability({
    ...ground,
    ...surroundings.callSigning,
    shippers: callerCheckPorts({ table }).shippers,
    // Whoever counts signatures counts those of a key service.
    findings: { report: () => undefined },
  });
  const audit = auditCapability({
    ...ground,
    events,
    files,
    parcels: parcel,
    logKey: logKeys({ signer: surroundings.logSigner, sha256, prefix: surroundings.logPrefix }),
    sha256,
  });
  const cases = caseParcels(ground);
  const unmasking = unmaskingCapability({
    ...ground,
    approvals: agreeing,
    principals,
    cases: { ...cases, ownActors: [...cases.ownActors, ...CALL_ACTORS, ...REGISTRY_ACTORS] },
  });
  const registers = registerCapability({
    ...ground,
    approvals: agreeing,
    directory: known,
    shifts,
    sims: surroundings.sims ?? { verify: () => Promise.resolve('cannot-tell') },
  });

  const staffNumbers = surroundings.staffNumbers ?? shipperLines(ground);
  const { callNetwork: network } = surroundings;
  const callerId = callerIdCapability({
    ...ground,
    approvals: agreeing,
    contacts: callContacts({ ...ground, escrowRing }),
    lines: network === undefined ? noLines : networkLines({ ...ground, network, staffNumbers }),
    staffNumbers,
  });

  const registryRing = sharedKeyRing({ ...surroundings, rootKey: rootKeys.registry });
  const subscribers = subscriberCapability({
    ...ground,
    keyRing: registryRing,
    indexKeyRing: sharedKeyRing({ ...surroundings, rootKey: rootKeys.registryIndex }),
    findings: consoleFindings,
  });

  const bulk = registryImports({
    ...ground,
    keyRing: registryRing,
    blobs: surroundings.registryBlobs,
    door: surroundings.transfers,
  });
  const exported = registryExports({
    ...ground,
    keyRing: registryRing,
    blobs: surroundings.registryBlobs,
    door: surroundings.transfers,
    approvals: agreeing,
    sha256,
  });
  // The worker beside it looks for sweeps by itself.
  const sweeps = sweepCapability({
    ...ground,
    keyRing: registryRing,
    registryBlobs: surroundings.registryBlobs,
  });
  const rights = rightsCapability({
    ...surroundings,
    ...ground,
    codeKeyRing: ground.keyRing,
    keyRing: sharedKeyRing({ ...surroundings, rootKey: rootKeys.registry }),
    indexKeyRing: sharedKeyRing({ ...surroundings, rootKey: rootKeys.registryIndex }),
    approvals: agreeing,
    companies: callerCheckPorts({ table }).companies,
    findings: consoleFindings,
    sha256,
  });
  const images = registryImages({
    ...ground,
    keyRing: registryRing,
    blobs: surroundings.registryBlobs,
    sha256,
  });
  const verification = verificationCapability({
    ...ground,
    codeKeyRing: ground.keyRing,
    notify: surroundings.notify,
    findings: consoleFindings,
    keyRing: registryRing,
    identity: surroundings.identities ?? { ask: () => Promise.resolve({ is: 'outage' }) },
    blobs: surroundings.registryBlobs,
  });

  return api(ground, {
    ...surroundings,
    routes: [
      ...parcel.routes,
      ...custody.routes,
      ...escrow.routes,
      ...recipient.routes,
      ...checks.routes,
      ...dataSubjectCapability({ ...ground, findings: consoleFindings }).routes,
      ...labels.routes,
      ...privacy.routes,
      ...accessRoutes({
        listStaff: listStaff({ principals }),
        listFacilities: listFacilities({ facilities }),
        changeStatus: changeStatus({ ...ground, principals }),
        enrolDevice: enrolDevice({ ...ground, devices, facilities }),
        revokeDevice: revokeDevice({ ...ground, devices }),
        listDevices: listDevices({ devices }),
        listApprovals: listApprovals({ ...ground, approvals }),
        decideApproval: decideApproval({ ...ground, approvals, principals }),
      }),
      ...webhooks.routes,
      ...callerId.routes,
      ...signing.routes,
      ...callReports(ground).routes,
      ...audit.routes,
      ...unmasking.routes,
      ...registers.routes,
      ...subscribers.routes,
      ...images.routes,
      ...registryComparisons({ table }).routes,
      ...verification.routes,
      ...bulk.routes,
      ...exported.routes,
      ...sweeps.routes,
      ...rights.routes,
    ],
    problems: apiProblems,
  });
};
