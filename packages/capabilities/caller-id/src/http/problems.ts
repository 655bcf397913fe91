import type { ProblemCatalogue } from '@temkin/http';
import type { CallRefusalCode } from '../domain/index.ts';
import { registerProblems } from './register-problems.ts';

/** What the caller-ID capability refuses, beyond the general codes. */
export const callProblems = {
  'CALL.CERTIFICATE_NOT_PINNED': {
    status: 403,
    title: 'The connection shows no certificate that was agreed on with this client.',
  },
  'CALL.MESSAGE_NOT_GENUINE': {
    status: 403,
    title: 'This is no message of a gateway of the company’s, or it is too old.',
  },
  'CALL.NOT_DECLARED': { status: 403, title: 'No such call was declared, or it is over.' },
  'CALL.NOT_SIGNED_HERE': { status: 403, title: 'The company has no certificate in force to sign calls by.' },
  'CALL.SIGNED_ENOUGH': { status: 403, title: 'The call was signed as often as it may be.' },
  'CALL.OUTSIDE_HOURS': { status: 403, title: 'Nobody is called at this hour.' },
  'CALL.CERTIFICATE_UNKNOWN': { status: 404, title: 'There is no such certificate.' },
  'CALL.NUMBER_UNKNOWN': { status: 404, title: 'There is no such number in the pool.' },
  'CALL.CODE_INVALID': {
    status: 403,
    title: 'The code is not right, was used, or is too old.',
  },
  'CALL.UNKNOWN': { status: 404, title: 'There is no such call.' },
  'CALL.ALREADY_DONE': {
    status: 409,
    title: 'This request was answered with a code to speak, which cannot be told again.',
  },
  'CALL.ALREADY_LIVE': { status: 409, title: 'Another call of yours is not over yet.' },
  'CALL.CHANGED': { status: 409, title: 'This changed while the request ran. Try again.' },
  'CALL.NO_NUMBER': { status: 409, title: 'The company has no number to call from.' },
  'CALL.NOT_CANCELLABLE': { status: 409, title: 'The call was answered, or is over.' },
  'CALL.NUMBER_EXISTS': { status: 409, title: 'The number is in the pool by other names.' },
  'CALL.NUMBER_NOT_AVAILABLE': { status: 409, title: 'The number cannot be added to this pool.' },
  'CALL.NUMBERS_BUSY': { status: 409, title: 'The recipient is being called by every number there is.' },
  'CALL.TOO_LATE': { status: 409, title: 'The call is too long past to be declared.' },
  'CALL.NAME_INVALID': { status: 422, title: 'A name does not fit its channel.' },
  'CALL.NUMBER_INVALID': { status: 422, title: 'This is no telephone number that a company calls from.' },
  'CALL.TOO_MANY': { status: 429, title: 'This parcel was called about as often as it may be in a day.' },
  'CALL.GATEWAY_UNAVAILABLE': {
    status: 503,
    title: 'The gateway does not take the answer just now. Tell the message again.',
  },
  ...registerProblems,
} as const satisfies ProblemCatalogue & Readonly<Record<CallRefusalCode, unknown>>;
