/** What wakes somebody up, in a sentence each. Every name is an anchor of docs/operations.md: what to do then. */
export const SYMPTOMS = {
  'api-server-errors': 'The API answers too many requests with 5xx.',
  'edge-errors': 'CloudFront answers too many requests with 5xx, be it the API or the way to it.',
  'origin-refused': 'Functions refuse requests that show no secret of the edge that they believe.',
  'api-slow': 'The slowest hundredth of requests waits too long.',
  'function-errors': 'A function failed instead of answering.',
  'function-throttled': 'A function was asked for more often at once than it may run.',
  'function-near-timeout': 'A function needed four fifths of the time after which it is cut off.',
  'reconciler-behind': 'Changes of parcels wait too long for being compared with the log.',
  'reconciler-failures': 'Changes of parcels could not be compared with the log at all.',
  'reconciler-silent': 'For an hour parcels were worked on, and no change was compared with the log.',
  'shredder-silent': 'For three hours nobody has looked what must be destroyed.',
  'shredder-behind': 'For three hours something has outlived its last day.',
  'webhooks-silent': 'For fifteen minutes nobody has looked whom to tell of changes of parcels.',
  'webhook-disabled': 'A webhook was disabled, for its receiver is gone or has failed for five days.',
  'calls-silent': 'For fifteen minutes nobody has looked after declared calls.',
  'calls-behind': 'For fifteen minutes declared calls were left over, or could not be ended.',
  'call-lines-open': 'An operator’s network did not end lines of calls when it was asked to.',
  'call-spoofed': 'Somebody called a citizen and showed a number of ours that no line of ours led from.',
  'registry-due-silent': 'For fifteen minutes nobody has looked what the law has due of numbers.',
  'registry-due-behind': 'For fifteen minutes something due of numbers was left over, or could not be done.',
  'registry-late': 'A number was suspended, or its network told, later than the law allows.',
  'systems-differ':
    'The network, billing or points of sale of a company know other numbers than the registry.',
  'deadline-missed': 'What a person or an authority asked of the registry was not answered within its term.',
  'registry-index-silent':
    'For fifteen minutes nobody has looked which indexes of the registry are to be made.',
  'index-outgrown':
    'So many people came that values of an index of the registry are shared by more of them than searches need open.',
  'imports-silent': 'For fifteen minutes nobody has worked off imports of the registry.',
  'exports-silent':
    'For fifteen minutes nobody has written exports of the registry, or deleted those that expired.',
  'sweep-failed':
    'A sweep of the registry came to no end: a part failed again and again, or it took longer than a day.',
  'sequencer-silent': 'For fifteen minutes nobody has moved events into the logs.',
  'outbox-age':
    'An event has waited for five minutes, and may still wait for its log. After an hour access is denied.',
  'checkpoint-unpublished': 'Logs grow, and nobody signs or publishes how far.',
  'log-conflict': 'A log holds something else than what was committed to: it was tampered with, or forked.',
  'witness-conflict': 'A witness has seen another log than ours under its name: one of the two is forged.',
  'witness-absent': 'For fifteen minutes a witness that is configured has not cosigned what a log publishes.',
  'foreign-outbox-item':
    'Something waits for the log that is no event of ours: somebody wrote past the system.',
  'outbox-event-changed':
    'An event was changed while it waited for its log: somebody wrote into the outbox past the system.',
  'indexer-silent': 'For fifteen minutes nobody has indexed what the logs publish.',
  'index-behind': 'For fifteen minutes the index has not come up to what the logs publish.',
  'foreign-log-entry':
    'A log has an entry that is no event of ours: somebody wrote into the outbox past the system.',
  'writer-gap':
    'Events that a function has numbered are missing in a log: somebody took them away before they came into it.',
  'faults-logged': 'A function met something that is a fault of ours.',
  'change-without-event':
    'A parcel was changed and no event accounts for it: somebody wrote past the system.',
  'escrow-ceiling': 'Somebody opened as many parcels without their labels as an hour allows.',
  'search-ceiling': 'Somebody searched for parcels or people as often as an hour or a day allows.',
  'notices-failing': 'Messages with one-time codes, or answers to texts, do not reach the gateway.',
  'calls-signed-unseen':
    'The key that signs calls was used more often than calls were signed on record: somebody signs past the system.',
  'renewal-due':
    'A certificate that signs calls, a root or a list of revoked certificates runs out within days, or has.',
  'root-key-calls': 'A root key is used more often than running processes need it.',
  'root-key-stranger': 'Somebody who is none of the functions used or changed a root key, or tried to.',
  'signing-key-stranger':
    'Somebody who is none of the functions used or changed a key that signs, or tried to.',
  'log-bucket-key-changed':
    'The key without which nobody reads the logs was disabled, changed or is to be deleted, or somebody tried to.',
  'registry-bucket-key-changed':
    'The key without which nobody sees images of the registry was disabled, changed or is to be deleted, or somebody tried to.',
  'role-changed': 'A role that a root key or a signing key trusts was made, changed or removed.',
} as const;

export type Symptom = keyof typeof SYMPTOMS;

/** Where it says what to do. */
export const runbookOf = (symptom: Symptom): string => `docs/operations.md#${symptom}`;

/** The sentence that reaches whoever is on call. */
export const describeSymptom = (symptom: Symptom): string =>
  `${SYMPTOMS[symptom]} Runbook: ${runbookOf(symptom)}`;
