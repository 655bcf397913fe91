/**
 * What an event can be about, and how OCSF 1.8 classifies it. Class 6003 is API Activity (1 create, 2 read, 3 update,
 * 4 delete); class 6005 is Datastore Activity (1 read, 4 query).
 */
export const ACTIONS = {
  'parcel.issue': { classUid: 6003, activityId: 1 },
  'parcel.resolve': { classUid: 6003, activityId: 2 },
  'parcel.open': { classUid: 6003, activityId: 2 },
  'parcel.read': { classUid: 6003, activityId: 2 },
  'parcel.amend': { classUid: 6003, activityId: 3 },
  'parcel.search': { classUid: 6003, activityId: 2 },
  'parcel.history': { classUid: 6003, activityId: 2 },
  'parcel.revoke': { classUid: 6003, activityId: 3 },
  'parcel.shred': { classUid: 6003, activityId: 4 },
  'parcel.close': { classUid: 6003, activityId: 3 },
  'label.render': { classUid: 6003, activityId: 2 },
  'custody.record': { classUid: 6003, activityId: 3 },
  'custody.claim': { classUid: 6003, activityId: 3 },
  'collection.assign': { classUid: 6003, activityId: 3 },
  'collection.cancel': { classUid: 6003, activityId: 3 },
  'gate.set': { classUid: 6003, activityId: 3 },
  'gate.report': { classUid: 6003, activityId: 2 },
  'facility.feed': { classUid: 6003, activityId: 2 },
  'shift.open': { classUid: 6003, activityId: 1 },
  'shift.close': { classUid: 6003, activityId: 3 },
  'shift.load': { classUid: 6003, activityId: 2 },
  'bundle-keys.read': { classUid: 6003, activityId: 2 },
  'shift.read': { classUid: 6003, activityId: 2 },
  'case.open': { classUid: 6003, activityId: 1 },
  'case.close': { classUid: 6003, activityId: 3 },
  'subject-request.file': { classUid: 6003, activityId: 1 },
  'subject-request.list': { classUid: 6003, activityId: 2 },
  'subject-request.close': { classUid: 6003, activityId: 3 },
  'facility.list': { classUid: 6003, activityId: 2 },
  'staff.list': { classUid: 6003, activityId: 2 },
  'staff.suspend': { classUid: 6003, activityId: 3 },
  'staff.revoke': { classUid: 6003, activityId: 3 },
  'staff.reinstate': { classUid: 6003, activityId: 3 },
  'device.enrol': { classUid: 6003, activityId: 1 },
  'device.revoke': { classUid: 6003, activityId: 3 },
  'device.list': { classUid: 6003, activityId: 2 },
  'approval.request': { classUid: 6003, activityId: 1 },
  'approval.approve': { classUid: 6003, activityId: 3 },
  'approval.reject': { classUid: 6003, activityId: 3 },
  'approval.list': { classUid: 6003, activityId: 2 },
  'audit.query': { classUid: 6005, activityId: 4 },
  'audit.read': { classUid: 6005, activityId: 1 },
} as const;

export type Action = keyof typeof ACTIONS;

/** Whether a word is one of the closed list. */
export const isAction = (word: string): word is Action => Object.hasOwn(ACTIONS, word);
