export { callRestoration } from './store/restoration.ts';
