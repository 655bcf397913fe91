/** A tenant: a short word that also stands in addresses and log origins. */
export const TENANT_ID = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** A staff member or a system within its tenant: an opaque word, never a person's name. */
export const PRINCIPAL_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** A facility within its tenant. */
export const FACILITY_ID = /^[A-Z0-9](?:[A-Z0-9-]{0,38}[A-Z0-9])?$/;

/** A device within its tenant: the SHA-256 thumbprint of its signing key (RFC 7638) in base64url. */
export const DEVICE_ID = /^[\w-]{42}[AEIMQUYcgkosw048]$/;

/** What is written on a device: capitals and digits, so that it is an inventory number and no person's name. */
export const DEVICE_NAME = /^[A-Z0-9](?:[A-Z0-9 ./-]{0,38}[A-Z0-9])?$/;

/** An official commune code: five digits. */
export const COMMUNE_CODE = /^\d{5}$/;

/** What an issuer calls a subject or a client: printable ASCII without spaces (RFC 6749 appendix A.1), bounded. */
export const ISSUED_NAME = /^[\x21-\x7e]{1,128}$/;
