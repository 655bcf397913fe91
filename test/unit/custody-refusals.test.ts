import type { Role } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import { decideCustody } from '../../packages/capabilities/parcel/src/domain/index.ts';
import { HOLDERS, questionOf, type Scanning } from './custody-questions.ts';

describe('a refused scan', () => {
  const taking: Scanning = {
    event: 'out-for-delivery',
    state: 'at-facility',
    holder: 'here',
    scanned: true,
    shift: 'mine',
  };
  const arriving: Scanning = {
    event: 'arrived',
    state: 'accepted',
    holder: 'elsewhere',
    scanned: true,
    facility: 'here',
  };
  const delivering: Scanning = {
    event: 'delivered',
    state: 'out-for-delivery',
    holder: 'mine',
    scanned: false,
    shift: 'mine',
  };

  it.each<[string, Role, Scanning, string]>([
    ['an event that is not the role’s', 'auditor', taking, 'PARCEL.EVENT_NOT_ALLOWED'],
    ['a sorter who delivers', 'sorter', delivering, 'PARCEL.EVENT_NOT_ALLOWED'],
    ['a shipper without a shift', 'shipper', { ...taking, shift: 'none' }, 'PARCEL.SHIFT_CLOSED'],
    [
      'a shipper whose shift is closed',
      'shipper',
      { ...taking, shift: 'mine, closed' },
      'PARCEL.SHIFT_CLOSED',
    ],
    ['a shipper who takes for another', 'shipper', { ...taking, shift: 'hers' }, 'PARCEL.HOLDER_INVALID'],
    ['a shipper who does not scan', 'shipper', { ...taking, scanned: false }, 'PARCEL.SCAN_REQUIRED'],
    [
      'a shipper who takes from a colleague',
      'shipper',
      { ...taking, holder: 'hers' },
      'PARCEL.NOT_IN_CUSTODY',
    ],
    [
      'a shipper who takes from elsewhere',
      'shipper',
      { ...taking, holder: 'elsewhere' },
      'PARCEL.NOT_IN_CUSTODY',
    ],
    [
      'a sorter who names what is elsewhere',
      'sorter',
      { ...arriving, scanned: false },
      'PARCEL.SCAN_REQUIRED',
    ],
    [
      'a sorter who names what is out with a shipper',
      'sorter',
      { ...arriving, holder: 'mine', scanned: false },
      'PARCEL.SCAN_REQUIRED',
    ],
    ['a desk that names what is out with a shipper', 'desk-clerk', delivering, 'PARCEL.SCAN_REQUIRED'],
    [
      'a sorter who books it elsewhere',
      'sorter',
      { ...arriving, facility: 'elsewhere' },
      'PARCEL.HOLDER_INVALID',
    ],
    [
      'a dispatcher who hands to a foreign shift',
      'dispatcher',
      { ...taking, shift: 'theirs' },
      'PARCEL.HOLDER_INVALID',
    ],
    [
      'a dispatcher who hands to a closed shift',
      'dispatcher',
      { ...taking, shift: 'hers, closed' },
      'PARCEL.SHIFT_CLOSED',
    ],
    ['a dispatcher who hands to nobody', 'dispatcher', { ...taking, shift: 'none' }, 'PARCEL.HOLDER_INVALID'],
    [
      'a desk that delivers what is elsewhere',
      'desk-clerk',
      { ...delivering, holder: 'theirs' },
      'PARCEL.NOT_IN_CUSTODY',
    ],
    [
      'a shipper who delivers what she has',
      'shipper',
      { ...delivering, holder: 'hers' },
      'PARCEL.NOT_IN_CUSTODY',
    ],
    ['a shipper after the shift', 'shipper', { ...delivering, shift: 'mine, closed' }, 'PARCEL.SHIFT_CLOSED'],
    ['a shipper in the next shift', 'shipper', { ...delivering, shift: 'my next' }, 'PARCEL.SHIFT_CLOSED'],
    [
      'a shipper who sends a parcel to another facility',
      'shipper',
      { ...delivering, event: 'departed', offer: 'to elsewhere' },
      'PARCEL.HOLDER_INVALID',
    ],
    [
      'a sorter who offers to a foreign shift',
      'sorter',
      { ...arriving, holder: 'here', event: 'departed', offer: 'to them' },
      'PARCEL.HOLDER_INVALID',
    ],
    [
      'a shipper who collects what somebody has',
      'shipper',
      { ...taking, event: 'collected' },
      'PARCEL.NOT_IN_CUSTODY',
    ],
    [
      'a desk that sends back what is out',
      'desk-clerk',
      { ...delivering, event: 'returning', scanned: true },
      'PARCEL.NOT_IN_CUSTODY',
    ],
    [
      'a dispatcher who misses what is elsewhere',
      'dispatcher',
      { ...arriving, event: 'lost' },
      'PARCEL.NOT_IN_CUSTODY',
    ],
    [
      'a transport system that names no place',
      'order-system',
      { ...arriving, facility: undefined },
      'PARCEL.HOLDER_INVALID',
    ],
  ])('says why: %s', (_who, role, scan, code) => {
    expect(decideCustody(questionOf([role], scan))).toEqual({ allowed: false, code });
  });

  it('leaves the three questions above answerable with yes', () => {
    expect(decideCustody(questionOf(['shipper'], taking))).toMatchObject({
      allowed: true,
      place: { holder: HOLDERS.mine },
    });
    expect(decideCustody(questionOf(['sorter'], arriving))).toMatchObject({
      allowed: true,
      place: { holder: HOLDERS.here },
    });
    expect(decideCustody(questionOf(['shipper'], delivering))).toMatchObject({
      allowed: true,
      place: { state: 'delivered' },
    });
  });
});
