import { CHANGES_2026 } from './changes-2026.ts';
import { TABLE_2025_07_01 } from './table-2025-07-01.ts';
import { unitRegister } from './unit-register.ts';

/**
 * Vietnam's communes as the tables of this package know them: in force since 2025-07-01, changes known through
 * 2026-09-25 (docs/administrative-units.md). `communeInForce` is for new addresses, `communeByCode` for old labels.
 */
export const { communeInForce, communeByCode } = unitRegister([TABLE_2025_07_01, ...CHANGES_2026]);
