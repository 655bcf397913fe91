import type { ProblemCatalogue } from '@temkin/http';
import type { RightsRefusalCode } from '../domain/index.ts';

/** How each refusal of what people and authorities ask is answered. */
export const rightsProblems = {
  'SELF_CHECK.CODE_INVALID': {
    status: 403,
    title: 'The code is wrong, used up or out of time. Ask for a new one.',
  },
  'SELF_CHECK.SESSION_OVER': {
    status: 403,
    title: 'The session is over, or is another’s. Ask for a new code.',
  },
  'AUTHORITY_REQUEST.UNKNOWN': { status: 404, title: 'There is no such request of an authority.' },
  'AUTHORITY_REQUEST.IMAGE_UNKNOWN': {
    status: 404,
    title: 'The document that was handed over names no such image.',
  },
  'CLAIM.NUMBER_UNKNOWN': { status: 404, title: 'There is no such number on your document.' },
  'CLAIM.UNKNOWN': { status: 404, title: 'There is no such claim.' },
  'DATA_REQUEST.UNKNOWN': { status: 404, title: 'There is no such request.' },
  'AUTHORITY_REQUEST.CLOSED': { status: 409, title: 'The request is closed.' },
  'AUTHORITY_REQUEST.HANDED_OVER': {
    status: 409,
    title: 'Something was handed over: close it as that, with its minutes.',
  },
  'AUTHORITY_REQUEST.NOTHING_HANDED_OVER': { status: 409, title: 'Nothing was handed over.' },
  'AUTHORITY_REQUEST.NOT_RELEASED': { status: 409, title: 'Two people have not released this.' },
  'AUTHORITY_REQUEST.RELEASE_OVER': { status: 409, title: 'The days of the release are over.' },
  'CLAIM.DECIDED': { status: 409, title: 'The claim was decided the other way.' },
  'DATA_REQUEST.ANSWERED': { status: 409, title: 'The request was answered already.' },
  'DATA_REQUEST.CLOSED': { status: 409, title: 'The request is closed.' },
  'DATA_REQUEST.EXTENDED_BEFORE': { status: 409, title: 'The request was put off once already.' },
  'DATA_REQUEST.EXTENSION_TOO_LATE': { status: 409, title: 'The term of the request is over.' },
  'DATA_REQUEST.KEPT_BY_LAW': { status: 409, title: 'A law demands that the record be kept.' },
  'DATA_REQUEST.NOT_ANSWERED': { status: 409, title: 'The request is not answered yet.' },
  'DATA_REQUEST.NOT_ERASED': { status: 409, title: 'The record is not erased.' },
  'AUTHORITY_REQUEST.MINUTES_REQUIRED': {
    status: 422,
    title: 'What was handed over is closed with its minutes.',
  },
  'AUTHORITY_REQUEST.SCOPE_TOO_WIDE': {
    status: 422,
    title: 'More people or numbers than two can look through.',
  },
  'AUTHORITY_REQUEST.TIME_INVALID': {
    status: 422,
    title: 'A day or an hour at which this cannot have been.',
  },
  'CLAIM.OWN_NUMBER': { status: 422, title: 'The number in your hand is yours to end, not to claim.' },
  'DATA_REQUEST.EXTENSION_TOO_LONG': { status: 422, title: 'Longer than a request may be put off.' },
  'DATA_REQUEST.GROUND_NOT_ALLOWED': { status: 422, title: 'Such a request is not refused upon this.' },
  'DATA_REQUEST.NO_COPY': { status: 422, title: 'No copy was asked for with this request.' },
  'DATA_REQUEST.REASONS_MISSING': { status: 422, title: 'Say why it is put off.' },
  'DATA_REQUEST.TOO_MANY_NUMBERS': {
    status: 422,
    title: 'More numbers than one document has. Read them in the case of the request.',
  },
} as const satisfies ProblemCatalogue & Readonly<Record<RightsRefusalCode, unknown>>;
