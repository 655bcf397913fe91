export type { SweepStarter } from './http/sweep-routes.ts';
export { registrySweeper, sweepCapability, type SweepDependencies } from './sweep.ts';
export {
  registryExporter,
  registryExports,
  registryImporter,
  registryImports,
  type BulkDependencies,
  type ImportDependencies,
} from './bulk.ts';
export { registryDue, registryFindings, type DueDependencies } from './due.ts';
export { registryDeadlines, type DeadlineDependencies } from './deadlines.ts';
export type { WatchedDeadlines } from './usecases/rights/watch-all-deadlines.ts';
export { subscriptionLifecycle, type LifecycleDependencies } from './lifecycle.ts';
export { registryFaces, verificationCapability, type VerificationDependencies } from './verification.ts';
export { verificationProblems } from './http/verification-problems.ts';
export { verificationSpecs } from './http/verification-specs.ts';
export { imageSpecs } from './http/image-specs.ts';
export { registryImages, type ImageDependencies } from './images.ts';
export { bulkProblems } from './http/bulk-problems.ts';
export { subscriberProblems } from './http/problems.ts';
export { findingSpecs } from './http/finding-specs.ts';
export { indexSpecs } from './http/index-specs.ts';
export { registryIndexer } from './indexes.ts';
export type { WorkedIndexes } from './usecases/work-indexes.ts';
export { registryComparisons } from './comparisons.ts';
export { reconciliationSpecs } from './http/reconciliation-specs.ts';
export { registrySpecs } from './http/registry-specs.ts';
export { lifecycleSpecs } from './http/lifecycle-specs.ts';
export { subscriberSpecs } from './http/subscriber-specs.ts';
export { subscriptionSpecs } from './http/subscription-specs.ts';
export { subscriberCapability } from './subscribers.ts';
export { registryStores, subscriberRegistry, type RegistryDependencies } from './registry.ts';
export { verifyingStores } from './verifying-stores.ts';
export { registryRestoration } from './store/restoration.ts';
export { rightsRestoration } from './store/rights-restoration.ts';
export type { Found, IndexSearch } from './usecases/find-by-index.ts';
export type { Hit } from './usecases/open-candidates.ts';
export type { LaterMove } from './usecases/move-event.ts';
export type { NewFinding, RecordedFinding } from './usecases/record-finding.ts';
export type { WithdrawnFinding } from './usecases/withdraw-finding.ts';
export type { Reconciled } from './usecases/reconcile-systems.ts';
export type { DueWorkedOff } from './usecases/work-off-due.ts';
export type { MovedSubscription, WishedMove } from './usecases/move-subscription.ts';
export type { NewNumber, NewPerson, RegisteredPerson } from './usecases/new-person.ts';
export type { FaceImages, KeptFace } from './usecases/ports.ts';
export type { TransferredNumber, WishedTransfer } from './usecases/transfer-subscription.ts';
export type { VerifiedSubscription, WishedVerification } from './usecases/verify-subscription.ts';
export type { PersonReading, ShownPerson } from './usecases/read-person.ts';
export { REGISTRY_ACTORS } from './usecases/registry-actors.ts';
export type { WorkedExports } from './usecases/bulk/work-exports.ts';
export type { RunLimits } from './usecases/bulk/take-turns.ts';
export type { WorkedImports } from './usecases/bulk/work-imports.ts';
export { exportSpecs } from './http/export-specs.ts';
export { importSpecs } from './http/import-specs.ts';
export { sweepSpecs } from './http/sweep-specs.ts';
export { rightsProblems } from './http/rights-problems.ts';
export { authoritySpecs } from './http/authority-specs.ts';
export { rightsSpecs } from './http/rights-specs.ts';
export { selfCheckSpecs } from './http/self-check-specs.ts';
export { claimedNumbers, rightsCapability, subscriberRights, type RightsDependencies } from './rights.ts';
export type { ClaimedNumber } from './store/claims.ts';
