import type { ProblemCatalogue } from '@temkin/http';
import type { VerificationRefusalCode } from '../domain/index.ts';

/** How each refusal of a verification is answered: by the function that verifies holders, and no other. */
export const verificationProblems = {
  'SUBSCRIPTION.CODE_INVALID': {
    status: 422,
    title: 'This is not the code that was sent for the number, or its time or its tries are over.',
    recorded: true,
  },
  'SUBSCRIPTION.CODE_NOT_SENT': {
    status: 503,
    title:
      'The gateway of messages did not take the code. Try again: with the same Idempotency-Key while the code would be good, then with another.',
  },
  'SUBSCRIPTION.FACE_UNKNOWN': { status: 422, title: 'There is no such picture, or its time is over.' },
  'SUBSCRIPTION.IDENTITY_MISMATCH': {
    status: 422,
    title: 'What is registered is not what the source of identities knows.',
  },
  'SUBSCRIPTION.NO_EARLIER_NUMBER': {
    status: 409,
    title: 'The holder has no earlier number that is served, to which a code could be sent.',
    recorded: true,
  },
  'SUBSCRIPTION.VERIFICATION_INCOMPLETE': {
    status: 422,
    title: 'Nothing speaks against the holder, and not all is there that the law asks for.',
  },
  'SUBSCRIPTION.VERIFICATION_NOT_OPEN': {
    status: 422,
    title: 'The document of the holder is not verified so, or not there.',
  },
} as const satisfies ProblemCatalogue & Readonly<Record<VerificationRefusalCode, unknown>>;
