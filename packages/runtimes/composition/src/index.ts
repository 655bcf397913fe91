export { api, publicApi, type ApiOptions, type TrustedIssuers } from './api.ts';
export { callerCheckPorts } from './caller-check-ports.ts';
export { consoleFaultLog } from './console-fault-log.ts';
export { consoleFindings } from './console-findings.ts';
export { isPublicAddress } from './public-address.ts';
export { webhookReceivers, type ReceiverOptions } from './webhook-receivers.ts';
export { logWitnesses } from './log-witnesses.ts';
export { witnessAddresses, type WitnessAddress } from '@temkin/witness-client';
export { logSequencer, type LogSequencer, type LogSurroundings } from './log-sequencer.ts';
export { logLine, type LogLine } from './log-line.ts';
export { groundwork, ownKeyRing, sharedKeyRing, type Groundwork, type Surroundings } from './groundwork.ts';
export { recipientPorts } from './recipient-ports.ts';
export { rememberedRoutes } from './remembered-routes.ts';
export {
  outboxAgeSeconds,
  reportIndexFindings,
  reportLogFindings,
  reportWitnessing,
} from './log-findings.ts';
export { sha256 } from './sha256.ts';
