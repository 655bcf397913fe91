import { keyOf, relyOn, stillHolds } from '@temkin/storage';
import { describe, expect, it } from 'vitest';

const parcel = keyOf('parcels', 'parcel', { tenant: 'demo', parcelId: 'a' });
const shift = keyOf('parcels', 'shift', { tenant: 'demo', shiftId: 'b' });

describe('records relied on', () => {
  it('become checks of their versions, in order', () => {
    expect(stillHolds([relyOn(parcel, 3), relyOn(shift, 1)])).toEqual([
      { kind: 'check', key: parcel, condition: [{ attribute: 'version', is: 'equal', to: 3 }] },
      { kind: 'check', key: shift, condition: [{ attribute: 'version', is: 'equal', to: 1 }] },
    ]);
  });

  it('that were read twice are checked once, as they were read first', () => {
    expect(stillHolds([relyOn(parcel, 3), relyOn(shift, 1), relyOn(parcel, 4)])).toEqual(
      stillHolds([relyOn(parcel, 3), relyOn(shift, 1)]),
    );
  });
});
