import { qrTerminal } from '@temkin/labels';
import { ask, scanLabel, type Chapter } from './stage.ts';
import { aside, say, show } from './telling.ts';

const FACILITY = 'HN-BA-DINH';

/** How a parcel begins, and comes to the depot that delivers it. */
export const TO_THE_DEPOT: readonly Chapter[] = [
  {
    title: 'A company issues a parcel',
    tell: async ({ parcel }) => {
      aside('Its order system sends what it knows, once:');
      show(parcel);
    },
  },
  {
    title: 'The label says nothing to a stranger',
    tell: async ({ issued }) => {
      aside('All it carries is this token. The key is not on the paper.');
      say(qrTerminal(issued.token));
      say(`  ${issued.token}`);
    },
  },
  {
    title: 'Binh is sent to collect it',
    tell: async (stage) => {
      const { parcelId } = stage.issued;
      await ask(stage, 'desk-em', `/v1/parcels/${parcelId}/collection`, {
        body: { shipper: 'shipper-binh' },
      });
      const { fields } = await ask(stage, 'shipper-binh', '/v1/parcels/open', {
        body: { parcelId, purpose: 'collection' },
      });
      show(fields);
      await scanLabel(stage, 'shipper-binh', 'collected');
      aside('He sees whom to collect it from, and not whom it goes to.');
    },
  },
  {
    title: 'It is accepted and sorted, and nobody needs a name for that',
    tell: async (stage) => {
      const holder = { type: 'facility', id: FACILITY };
      await scanLabel(stage, 'sorter-chi', 'accepted', { holder });
      await scanLabel(stage, 'sorter-chi', 'arrived', { holder });
      const { waybillNumber, state, routing } = await ask<{
        readonly waybillNumber: string;
        readonly state: string;
        readonly routing: object;
      }>(stage, 'sorter-chi', `/v1/parcels/${stage.issued.parcelId}`);
      aside('What a sorter is told:');
      show({ waybillNumber, state, routing });
    },
  },
];
