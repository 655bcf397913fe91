import { utf8 } from '@temkin/kernel';

const POLYNOMIAL = 0x1021;

const step = (register: number): number =>
  ((register & 0x8000) === 0 ? register << 1 : (register << 1) ^ POLYNOMIAL) & 0xffff;

/**
 * CRC-16/CCITT-FALSE of a text's UTF-8 bytes, as four upper-case hexadecimal digits (polynomial 0x1021, initial 0xFFFF, nothing
 * reflected; EMV QRCPS 1.1 §4.7.3). It finds slips of a printer; whoever changes a code can make it anew.
 */
export const crc16 = (text: string): string => {
  let register = 0xffff;
  for (const byte of utf8(text)) {
    register ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) register = step(register);
  }
  return register.toString(16).toUpperCase().padStart(4, '0');
};
