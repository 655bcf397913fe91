export { api, publicApi, type ApiOptions, type TrustedIssuers } from './api.ts';
export { consoleFaultLog } from './console-fault-log.ts';
export { consoleFindings } from './console-findings.ts';
export { webhookReceivers, type ReceiverOptions } from './webhook-receivers.ts';
export { logSequencer, type LogSurroundings } from './log-sequencer.ts';
export { logLine, type LogLine } from './log-line.ts';
export { groundwork, ownKeyRing, type Groundwork, type Surroundings } from './groundwork.ts';
export { recipientPorts } from './recipient-ports.ts';
export { rememberedRoutes } from './remembered-routes.ts';
