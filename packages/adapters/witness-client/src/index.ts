export { httpWitness, type HttpWitnessOptions } from './http-witness.ts';
