import { FACILITY, SHIPPERS, type BenchSystem } from '../store/bench-system.ts';

/** A parcel that requests are measured with. */
export interface Subject {
  readonly parcelId: string;
  readonly waybillNumber: string;
  readonly labelId: string;
  readonly token: string;
}

/** A kind of request, ready to be sent for each parcel; they are measured in this order, which is a parcel's way. */
export interface MeasuredRequest {
  readonly name: string;
  readonly of: (parcel: Subject) => () => Promise<unknown>;
}

/** Requests about a parcel, one for each thing that is done with it. Signing in is the client's work. */
export const parcelRequests = async (system: BenchSystem): Promise<readonly MeasuredRequest[]> => {
  const [shipper = ''] = SHIPPERS;
  const orderSystem = await system.as('order-system');
  const desk = await system.as('desk');
  const driver = await system.as(shipper);
  const scan = (who: typeof desk, event: string) => (parcel: Subject) =>
    who('/v1/custody-events')({ events: [{ token: parcel.token, event }] });
  return [
    { name: 'a scan that takes it in', of: scan(desk, 'arrived') },
    { name: 'a look at its state', of: ({ parcelId }) => desk(`/v1/parcels/${parcelId}`)() },
    {
      name: 'opening it without its label',
      of: ({ waybillNumber }) => orderSystem('/v1/parcels/open')({ waybillNumber, purpose: 'route' }),
    },
    {
      name: 'a page of what a facility has',
      of: () => desk(`/v1/facilities/${FACILITY}/parcels?limit=100`)(),
    },
    { name: 'a scan that takes it out', of: scan(driver, 'out-for-delivery') },
    {
      name: 'opening it at the door',
      of: ({ token }) => driver('/v1/parcels/resolve')({ token, purpose: 'delivery' }),
    },
    { name: 'a scan that ends it', of: scan(driver, 'delivered') },
  ];
};
