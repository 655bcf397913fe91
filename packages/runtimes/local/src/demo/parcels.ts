/** A parcel of the demo, as an order system would send it. Names, streets and goods are made up. */
export interface DemoParcel {
  readonly waybillNumber: string;
  readonly recipient: DemoParty;
  readonly sender: DemoParty;
  readonly goods: { readonly description: string; readonly weightGrams: number };
  readonly codAmountVnd: number;
  readonly handlingNote?: string;
  readonly sortCode: string;
}

interface DemoParty {
  readonly name: string;
  readonly phone: string;
  readonly address: { readonly street: string; readonly communeCode: string };
}

const FAMILY_NAMES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Ngô'];
const MIDDLE_NAMES = ['Thị', 'Văn', 'Minh', 'Ngọc', 'Quỳnh', 'Đức', 'Thùy', 'Hữu'];
const GIVEN_NAMES = [
  'Anh',
  'Bích',
  'Châu',
  'Dũng',
  'Giang',
  'Hạnh',
  'Khánh',
  'Linh',
  'Nga',
  'Phượng',
  'Quý',
  'Thủy',
];
const STREETS = ['Phố Đội Cấn', 'Phố Ngọc Hà', 'Đường Hoàng Hoa Thám', 'Ngõ 12 Phố Kim Mã', 'Phố Quán Thánh'];
const GOODS = [
  'Áo khoác gió nữ',
  'Nồi chiên không dầu',
  'Sách thiếu nhi',
  'Tai nghe không dây',
  'Trà sen Tây Hồ',
];
const NOTES = ['Gọi trước khi giao', 'Cho xem hàng', 'Giao giờ hành chính'];

/** Communes of Hà Nội around the demo's facility. */
const COMMUNES = ['00004', '00008', '00025', '00160', '00166'];

const pick = <Element>(elements: readonly Element[], n: number): Element => {
  const element = elements[n % elements.length];
  if (element === undefined) throw new Error('nothing to pick from');
  return element;
};

/** Check digit of a UPU S10 serial number: weights 8 6 4 2 3 5 9 7, modulo 11. */
const s10CheckDigit = (serial: string): number => {
  const sum = [8, 6, 4, 2, 3, 5, 9, 7].reduce((total, weight, i) => total + weight * Number(serial[i]), 0);
  const digit = 11 - (sum % 11);
  return digit === 10 ? 0 : digit === 11 ? 5 : digit;
};

/** A waybill number in the form of UPU S10, `EK000000014VN`. */
export const waybillNumberOf = (serial: number): string => {
  const digits = String(serial).padStart(8, '0');
  return `EK${digits}${s10CheckDigit(digits)}VN`;
};

const partyOf = (n: number): DemoParty => ({
  name: [pick(FAMILY_NAMES, n), pick(MIDDLE_NAMES, n * 3 + 1), pick(GIVEN_NAMES, n * 7 + 2)].join(' '),
  phone: `09${String(10_000_000 + ((n * 7_654_321) % 90_000_000))}`,
  address: { street: `Số ${1 + ((n * 37) % 240)}, ${pick(STREETS, n)}`, communeCode: pick(COMMUNES, n) },
});

/** So many parcels, the same for the same serial numbers. */
export const demoParcels = (count: number, firstSerial: number): readonly DemoParcel[] =>
  Array.from({ length: count }, (_, i): DemoParcel => {
    const serial = firstSerial + i;
    return {
      waybillNumber: waybillNumberOf(serial),
      recipient: partyOf(serial),
      sender: partyOf(serial + 1_000),
      goods: { description: pick(GOODS, serial), weightGrams: 200 + ((serial * 130) % 2_800) },
      codAmountVnd: serial % 3 === 0 ? 0 : 50_000 + ((serial * 17_000) % 900_000),
      ...(serial % 2 === 0 && { handlingNote: pick(NOTES, serial) }),
      sortCode: `HN-BD-${String(1 + (serial % 9)).padStart(2, '0')}`,
    };
  });
