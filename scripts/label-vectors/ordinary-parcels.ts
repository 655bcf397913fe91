import type { ParcelFields } from '../../packages/capabilities/parcel/src/domain/field-groups.ts';

/** A parcel with every field, in ordinary Vietnamese: of vectors and of tests alike. */
export const ORDINARY: ParcelFields = {
  delivery: {
    recipientName: 'Nguyễn Thị Hồng Nhung',
    street: 'Số 12, ngõ 45 đường Nguyễn Trãi',
    communeCode: '00367',
  },
  payment: { codAmountVnd: 1_250_000, handlingNote: 'Hàng dễ vỡ' },
  contact: { recipientPhone: '+84912345678', senderPhone: '+842838123456' },
  sender: { name: 'Cửa hàng Hòa Bình', street: '8 Lê Lợi', communeCode: '26740' },
  contents: { description: 'Áo len', weightGrams: 850, declaredValueVnd: 1_500_000 },
};

/** The same parcel with nothing that may be absent. */
export const BARE: ParcelFields = {
  delivery: ORDINARY.delivery,
  payment: {},
  contact: { recipientPhone: '+84912345678' },
  contents: { description: 'Áo len' },
};
