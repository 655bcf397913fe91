import type { ProblemCatalogue } from '@temkin/http';

/** What the access capability refuses, beyond the general codes; some of it only to those who provision, not to a route. */
export const accessProblems: ProblemCatalogue = {
  'ACCESS.OWN_STATUS': { status: 403, title: 'Nobody changes their own status.' },
  'ACCESS.RECORD_MALFORMED': { status: 422, title: 'A field of the record is malformed.' },
  'ACCESS.TENANT_UNKNOWN': { status: 404, title: 'There is no such tenant.' },
  'ACCESS.TENANT_EXISTS': { status: 409, title: 'A tenant of that name exists.' },
  'ACCESS.FACILITY_UNKNOWN': { status: 404, title: 'There is no such facility.' },
  'ACCESS.FACILITY_EXISTS': { status: 409, title: 'A facility of that id exists.' },
  'ACCESS.PRINCIPAL_UNKNOWN': { status: 404, title: 'There is no such principal.' },
  'ACCESS.PRINCIPAL_EXISTS': { status: 409, title: 'A principal of that id or subject exists.' },
  'ACCESS.PRINCIPAL_CHANGED': { status: 409, title: 'The principal was changed meanwhile.' },
  'ACCESS.DEVICE_UNKNOWN': { status: 404, title: 'There is no such device.' },
  'ACCESS.DEVICE_EXISTS': { status: 409, title: 'A device with that signing key was enrolled before.' },
  'ACCESS.DEVICE_CHANGED': { status: 409, title: 'The device was changed meanwhile.' },
  'ACCESS.DEVICE_KEY_INVALID': { status: 422, title: 'A key of the device is no usable public key.' },
  'ACCESS.OWN_REQUEST': { status: 403, title: 'Nobody agrees to what they asked for themselves.' },
  'ACCESS.NOT_INDEPENDENT': {
    status: 403,
    title: 'One of the two let the other in of late: a third person must decide.',
  },
  'ACCESS.APPROVAL_UNKNOWN': { status: 404, title: 'Nothing of that id waits for your agreement.' },
  'ACCESS.APPROVAL_DECIDED': { status: 409, title: 'Somebody has decided already.' },
  'ACCESS.STATUS_UNREACHABLE': { status: 409, title: 'The principal cannot change to that status.' },
};
