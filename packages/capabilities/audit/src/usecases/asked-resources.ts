import { isAction, type EventDraft } from '@temkin/audit-event';
import type { KeyRing } from '@temkin/crypto';
import { rfc3339 } from '@temkin/kernel';
import type { AskedEvents } from './ask-events.ts';
import { askedName } from './asked-name.ts';

type Resources = EventDraft['resources'];

const named = (type: string, pseudonym: string | undefined): Resources =>
  pseudonym === undefined ? [] : [{ type, pseudonym }];

/** An instant as it was asked for, in one form. */
const instant = (time: string | undefined): string | undefined => time && rfc3339(Date.parse(time));

/**
 * What was asked for, as the event of the asking says it: a parcel that was found by its pseudonym; by a keyed hash a parcel
 * that was not, what was sent as a pseudonym, and an action that there is not, since a client may send anything of that form;
 * and the rest as it is. The same text hashes alike for a month.
 */
export const askedResources = async (
  keyRing: Pick<KeyRing, 'current'>,
  tenant: string,
  asked: AskedEvents,
  pseudonyms: Readonly<Record<'parcelId' | 'waybillNumber', string | undefined>>,
): Promise<Resources> => {
  const hashed = async (type: string, text: string | undefined): Promise<Resources> =>
    text === undefined ? [] : named(type, await askedName(keyRing, tenant, text));
  const parcels = await Promise.all(
    (['parcelId', 'waybillNumber'] as const).map(async (name) => {
      const pseudonym = pseudonyms[name];
      return pseudonym === undefined ? hashed('asked-parcel', asked[name]) : named('parcel', pseudonym);
    }),
  );
  const { subject, actor, action, outcome, from, to, question } = asked;
  const resources = [
    ...parcels.flat(),
    ...(await hashed('asked-subject', subject)),
    ...(await hashed('asked-actor', actor)),
    ...(action !== undefined && isAction(action)
      ? named('asked-action', action)
      : await hashed('asked-action', action)),
    ...named('asked-outcome', outcome),
    ...named('asked-from', instant(from)),
    ...named('asked-to', instant(to)),
    ...named('question', question),
  ];
  const isSame = (a: Resources[number], b: Resources[number]): boolean =>
    a.type === b.type && a.pseudonym === b.pseudonym;
  return resources.filter((one, at) => resources.findIndex((other) => isSame(one, other)) === at);
};
