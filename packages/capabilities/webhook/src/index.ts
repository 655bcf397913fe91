export { webhookProblems } from './http/problems.ts';
export { webhookSpecs } from './http/specs.ts';
export { webhookRestoration } from './store/restoration.ts';
export type { Posted, Receivers } from './usecases/ports.ts';
export type { Sent } from './usecases/send-webhooks.ts';
export { webhookCapability, type WebhookDependencies } from './capability.ts';
export { parcelAnnouncer } from './parcel-announcer.ts';
export { webhookSender, type SenderDependencies } from './sender.ts';
