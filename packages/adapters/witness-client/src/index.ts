export { witnessAddresses } from './witness-addresses.ts';
export { httpWitness, type HttpWitnessOptions } from './http-witness.ts';
export { httpWitnesses, type WitnessAddress } from './http-witnesses.ts';
