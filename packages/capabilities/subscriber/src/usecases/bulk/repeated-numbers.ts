import { termsOf, type ReadRow } from '../../domain/index.ts';

/**
 * Tells of each row of a part, asked in their order, whether one before it named the same number, in whatever form. A number that has ended may
 * have been somebody else's later: rows about such are not counted.
 */
export const repeatedNumbers = (): ((read: ReadRow) => boolean) => {
  const named = new Set<string>();
  return ({ row }) => {
    if (row === undefined || row.record.subscription.state === 'terminated') return false;
    const { msisdn, use } = row.record.subscription;
    if (msisdn === undefined) return false;
    const [terms] = termsOf('msisdn', { kind: 'citizen', fields: {} }, { use, fields: { msisdn } });
    if (terms === undefined) return false;
    const name = JSON.stringify(terms);
    const isRepeated = named.has(name);
    named.add(name);
    return isRepeated;
  };
};
