/** An X25519 key that is a point of the curve: that of RFC 7748 section 6.1, Alice's. */
const SOMEBODY = 'hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo';

/** What a privacy officer asks to have exported. */
export const wishedExport = (more: object = {}): object => ({
  fields: ['name', 'msisdn', 'state'],
  numbers: 'live',
  purpose: 'inspection',
  ground: 'order-of-authority',
  recipient: 'Cục Viễn thông',
  reference: 'QĐ-12/2026',
  recipientKey: SOMEBODY,
  ...more,
});
