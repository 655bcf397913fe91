export { recentAdmissions, wasLetInSince, type Admission } from './admissions.ts';
export {
  APPROVAL_ID,
  APPROVAL_VERDICTS,
  approvalHours,
  independenceDays,
  type ApprovalDecision,
  type ApprovalRequest,
  type ApprovalVerdict,
} from './approvals.ts';
export { bearerToken, type BearerVerdict } from './bearer-token.ts';
export { DEVICE_STATUSES, type DeviceRecord, type DeviceStatus, type NewDevice } from './devices.ts';
export {
  COMMUNE_CODE,
  DEVICE_ID,
  DEVICE_NAME,
  FACILITY_ID,
  ISSUED_NAME,
  PRINCIPAL_ID,
  TENANT_ID,
} from './identifiers.ts';
export {
  cognitoProfile,
  rfc9068Profile,
  type AudienceRule,
  type IssuerProfile,
  type SigningAlgorithm,
} from './issuer-profile.ts';
export { mayAct, STATUS_CHANGES } from './principal-status.ts';
export {
  PRINCIPAL_KINDS,
  PRINCIPAL_STATUSES,
  type FacilityRecord,
  type NewPrincipal,
  type NewTenant,
  type PrincipalKind,
  type PrincipalRecord,
  type PrincipalStatus,
  type Stored,
  type TenantRecord,
} from './records.ts';
export {
  readSignature,
  SIGNATURE_ALGORITHMS,
  type RequestSignature,
  type SignatureVerdict,
  type SignedMessage,
} from './request-signature.ts';
export { signatureBase } from './signature-base.ts';
export { mustSign } from './signing-duty.ts';
export {
  areSameSettings,
  DEFAULT_SETTINGS,
  KEEPINGS,
  LABEL_PROFILES,
  ROUTE_SORT_CODE,
  ROUTED_UNIT,
  ROUTES_LIMIT,
  settingsWith,
  SIGNED_REQUESTS,
  type GivenSettings,
  type Keeping,
  type LabelProfile,
  type TenantSettings,
} from './tenant-settings.ts';
export { readClaims, type BearerClaims, type ClaimsVerdict } from './token-claims.ts';
export { DECIDING_ROLES, mayDecide, TWO_PERSON_ACTIONS } from './two-person-actions.ts';
