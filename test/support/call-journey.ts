import { rfc3339 } from '@temkin/kernel';
import { expect } from 'vitest';
import { needlesOfText, searchFor } from './canaries.ts';
import { declare, onTheRoad, type Declared } from './calls.ts';
import { newParcel, type Issued } from './parcels.ts';
import { recordedEvents } from './recorded-events.ts';
import { allBytesOf } from './stored-items.ts';
import type { TestSystem } from './system.ts';

/** Somebody whom An brings a parcel, and who is called about it. */
export const CALLED = '+84966123704';

const SUBSCRIBER = CALLED.slice(3);

const findNumber = searchFor([`0${SUBSCRIBER}`, SUBSCRIBER].flatMap(needlesOfText));

/** A call that An declares after a scan, and who takes part in it. */
export const callJourney = (system: TestSystem) => {
  /** Every answer of this journey, headers too, but for those to networks, whose tokens name the callee by RFC 8225. */
  const heard: string[] = [];

  const hear = async (answer: Response): Promise<unknown> => {
    const text = await answer.text();
    heard.push(text, JSON.stringify([...answer.headers]));
    return text === '' ? undefined : JSON.parse(text);
  };

  const post = async (by: string, path: string, body?: object) => {
    const answer = await system.as(by).post(path, body);
    return { status: answer.status, says: (await hear(answer)) as Readonly<Record<string, unknown>> };
  };

  return {
    heard,
    hear,
    post,

    /** A parcel that An has scanned, and the call that An declares about it by its token. */
    declared: async (): Promise<{
      readonly parcel: Issued;
      readonly call: Declared & { readonly dial: string };
    }> => {
      const { recipient } = newParcel();
      const parcel = await onTheRoad(system, {
        recipient: { ...recipient, phone: CALLED },
        codAmountVnd: 0,
      });
      const scanned = await post('shipper-an', '/v1/parcels/resolve', {
        token: parcel.token,
        purpose: 'delivery',
      });
      expect(scanned.status).toBe(200);
      const call = await declare(system, parcel);
      heard.push(JSON.stringify(call));
      const { dial } = call;
      if (dial === undefined) throw new Error('there is nothing to dial');
      return { parcel, call: { ...call, dial } };
    },

    /** The network says where the call stands. */
    reported: async (intentId: string, state: string): Promise<void> => {
      const at = rfc3339(system.clock.now());
      const { status, says } = await post('operator-mobile', '/v1/call-reports', { intentId, state, at });
      expect([status, says.state]).toEqual([200, state]);
    },

    suspended: async (shipper: string): Promise<void> => {
      expect((await post('staff-admin-lan', `/v1/staff/${shipper}/suspend`)).status).toBe(200);
    },

    /** What is on record of a call, in order, as `action outcome`. */
    recordOf: async (intentId: string): Promise<readonly string[]> =>
      (await recordedEvents(system.table))
        .filter(({ resources }) => resources.some(({ uid }) => uid === intentId))
        .map(({ api, unmapped }) => `${api.operation} ${unmapped.outcome}`),

    /** Everything on record of parcels, calls and staff, in order, as `action outcome`. */
    record: async (): Promise<readonly string[]> =>
      (await recordedEvents(system.table)).map(({ api, unmapped }) => `${api.operation} ${unmapped.outcome}`),

    /** Where the number of whoever was called lies or was told: in stored items, events and answers. */
    numberFound: async (): Promise<readonly string[]> => {
      if (findNumber(Buffer.from(CALLED)).length === 0) throw new Error('the search finds nothing');
      const places = [
        ...(await system.stored()).flatMap((stored) =>
          allBytesOf(stored).map((bytes) => ({ bytes, says: `${stored.table} ${stored.partition}` })),
        ),
        ...(await recordedEvents(system.table)).map((event) => ({
          bytes: Buffer.from(JSON.stringify(event)),
          says: event.api.operation,
        })),
        ...heard.map((text) => ({ bytes: Buffer.from(text), says: text.slice(0, 80) })),
      ];
      return places.filter(({ bytes }) => findNumber(bytes).length > 0).map(({ says }) => says);
    },
  };
};
