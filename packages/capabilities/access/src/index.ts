export type { NewTenant, TenantSettings } from './domain/index.ts';
export { authenticator } from './http/authenticator.ts';
export { accessProblems } from './http/problems.ts';
export { accessRoutes, type AccessUsecases } from './http/routes.ts';
export { signatures } from './http/signatures.ts';
export { accessSpecs } from './http/specs.ts';
export { approvalStore, type ApprovalStore } from './store/approvals.ts';
export { deviceStore, type DeviceStore } from './store/devices.ts';
export {
  directory,
  type Device,
  type Directory,
  type Facility,
  type StaffMember,
} from './store/directory.ts';
export { facilityStore, type FacilityStore } from './store/facilities.ts';
export { accessRestoration } from './store/restoration.ts';
export { principalStore, type PrincipalStore } from './store/principals.ts';
export { rememberedTenants } from './store/remembered-tenants.ts';
export { signatureNonces } from './store/signature-nonces.ts';
export { tenantStore, type TenantStore } from './store/tenants.ts';
export { addFacility } from './usecases/add-facility.ts';
export type { AuthenticationDependencies } from './usecases/authenticate-caller.ts';
export { changeSettings } from './usecases/change-settings.ts';
export { changeStatus } from './usecases/change-status.ts';
export { createTenant } from './usecases/create-tenant.ts';
export { decideApproval } from './usecases/decide-approval.ts';
export { enrolDevice } from './usecases/enrol-device.ts';
export { enrolPrincipal } from './usecases/enrol-principal.ts';
export { localKeys, remoteKeys, type KeysOf } from './usecases/issuer-keys.ts';
export { listApprovals } from './usecases/list-approvals.ts';
export { listDevices } from './usecases/list-devices.ts';
export { listFacilities } from './usecases/list-facilities.ts';
export { listStaff } from './usecases/list-staff.ts';
export { revokeDevice } from './usecases/revoke-device.ts';
export { twoPersonRule } from './usecases/two-person-rule.ts';
