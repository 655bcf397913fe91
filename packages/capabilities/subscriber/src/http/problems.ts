import type { ProblemCatalogue } from '@temkin/http';
import type { BulkRefusalCode, SubscriberRefusalCode, VerificationRefusalCode } from '../domain/index.ts';

/** How each refusal of the subscriber registry is answered, but for those of verifications, imports and exports. */
export const subscriberProblems = {
  'SUBSCRIBER.BASIS_REQUIRED': {
    status: 403,
    title:
      'This needs a transaction or case of this purpose that is open, yours to use and about this person.',
  },
  'SUBSCRIBER.FIELD_NOT_ALLOWED': { status: 403, title: 'Your role does not see one of these fields so.' },
  'SUBSCRIBER.NOT_RELEASED': { status: 403, title: 'One of these fields was not released.' },
  'SUBSCRIBER.PURPOSE_NOT_ALLOWED': { status: 403, title: 'Your role has no business with this purpose.' },
  'SUBSCRIBER.PURPOSE_CLOSED': {
    status: 403,
    title:
      'This person had processing closed for this purpose. A point of registration or the privacy officer helps.',
  },
  'SUBSCRIBER.CASE_UNKNOWN': { status: 404, title: 'There is no such case.' },
  'SUBSCRIBER.UNKNOWN': { status: 404, title: 'There is no such person or number in the registry.' },
  'SUBSCRIBER.RECONCILIATION_UNKNOWN': {
    status: 404,
    title: 'There is no such comparison, or none any more.',
  },
  'SUBSCRIBER.SWEEP_UNKNOWN': { status: 404, title: 'There is no such sweep, or none any more.' },
  'SUBSCRIBER.SWEEP_RUNNING': { status: 409, title: 'The registry is being swept. Wait for its end.' },
  'SUBSCRIBER.CHANGED': { status: 409, title: 'This changed while the request ran. Try again.' },
  'SUBSCRIBER.IMAGE_LOST': {
    status: 410,
    title: 'The record names this image, and it is no longer there to be shown.',
  },
  'SUBSCRIBER.IMAGE_NOT_TAKEN': {
    status: 422,
    title: 'An image is a JPEG or PNG of at most two million bytes.',
  },
  'SUBSCRIBER.IMAGE_UNKNOWN': {
    status: 422,
    title: 'The record names images that nobody brought, that died, or that another record has.',
  },
  'SUBSCRIBER.HOLDER_DISAGREES': {
    status: 409,
    title: 'Somebody is registered by this identity number, with another name or birth date.',
    recorded: true,
  },
  'SUBSCRIBER.INDEX_BUSY': { status: 409, title: 'The index is being made, or its former entries deleted.' },
  'SUBSCRIBER.INDEX_GENERATION': {
    status: 409,
    title: 'The index has not come to the generation before this one.',
  },
  'SUBSCRIBER.NUMBER_TAKEN': { status: 409, title: 'Somebody has this number.', recorded: true },
  'SUBSCRIBER.NOTHING_ASKED': { status: 422, title: 'No field is asked for.' },
  'SUBSCRIBER.RECORD_REFUSED': {
    status: 422,
    title: 'The record is not such as may be registered.',
    // It tells how many numbers somebody has: whose contract is missing has three.
    recorded: true,
  },
  'SUBSCRIBER.RECORD_TOO_LARGE': {
    status: 422,
    title: 'There is no room for all of this in one record.',
  },
  'SUBSCRIBER.SEARCH_INCOMPLETE': {
    status: 422,
    title: 'Nobody is searched for by this alone, or it has a form that nobody has.',
  },
  'SUBSCRIBER.SEARCH_TOO_WIDE': { status: 422, title: 'Too many people have this. Ask with more.' },
  'SUBSCRIBER.QUOTA_EXCEEDED': {
    status: 429,
    title: 'You have searched as often as you may for now.',
    recorded: true,
  },
  'SUBSCRIPTION.MOVE_NOT_YOURS': { status: 403, title: 'Your role does not move a number so.' },
  'SUBSCRIPTION.UNKNOWN': { status: 404, title: 'There is no such number in the registry.' },
  'SUBSCRIPTION.IDENTITY_IN_DOUBT': {
    status: 409,
    title: 'The holder is to be verified first: what is known of them was found wrong, or not checked.',
    recorded: true,
  },
  'SUBSCRIPTION.NOT_HELD': { status: 409, title: 'The number is not suspended for this reason.' },
  'SUBSCRIPTION.NOT_VERIFIED': { status: 409, title: 'The holder is not verified for this number.' },
  'SUBSCRIPTION.STATE_NOT_ALLOWED': {
    status: 409,
    title: 'The state of the number does not let it move so.',
  },
  'FINDING.GROUNDS_NOT_ALLOWED': { status: 422, title: 'Such a finding is not made on these grounds.' },
  'FINDING.IN_THE_FUTURE': { status: 422, title: 'Nothing is found before it is so.' },
  'FINDING.NOT_WITHDRAWABLE': {
    status: 409,
    title: 'What was found on such grounds no registrar takes back: the holder is verified.',
  },
  'FINDING.SETTLED_BEFORE': { status: 409, title: 'A verification of the holder has settled the finding.' },
  'FINDING.UNKNOWN': { status: 404, title: 'There is no such finding.' },
  'FINDING.WITHDRAWN_BEFORE': { status: 409, title: 'The finding was taken back before.' },
  'SUBSCRIPTION.SAME_HOLDER': { status: 409, title: 'The number is theirs already.', recorded: true },
  'SUBSCRIBER.INDEX_NOT_READY': { status: 503, title: 'The registry is being indexed. Try again.' },
} as const satisfies ProblemCatalogue &
  Readonly<Record<Exclude<SubscriberRefusalCode, VerificationRefusalCode | BulkRefusalCode>, unknown>>;
