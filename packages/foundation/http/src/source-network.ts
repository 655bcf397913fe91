const groupsIn = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));

/** The eight groups of an IPv6 address (RFC 4291 §2.2). */
const expanded = (address: string): readonly string[] => {
  const [head = '', tail] = address.split('::');
  const [before, after] = [groupsIn(head), groupsIn(tail ?? '')];
  const absent = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array.from({ length: absent }, () => '0'), ...after];
};

const IPV4 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/i;

/**
 * The network that an address is of, as far as limits go: an IPv4 address by itself, since thousands of telephones share
 * one, and the 56 bits of an IPv6 address that a household is given (RIPE-690 §4.2). What is no address is a network of its own.
 */
export const sourceNetwork = (address: string | undefined): string => {
  const [, ipv4] = IPV4.exec(address ?? '') ?? [];
  if (ipv4 !== undefined) return ipv4;
  if (address === undefined || !/^[0-9a-f:]{2,39}$/i.test(address) || !address.includes(':'))
    return 'unknown';
  const groups = expanded(address.toLowerCase()).map((group) => group.padStart(4, '0'));
  return `${groups.slice(0, 4).join('').slice(0, 14)}/56`;
};
