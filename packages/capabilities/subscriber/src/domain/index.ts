export * from './lifecycle/index.ts';
export * from './registration/index.ts';
