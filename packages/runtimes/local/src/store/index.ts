export { startStore, type Store, type StoreOptions } from './store-process.ts';
